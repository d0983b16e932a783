"""The old family of mediaOn skins."""
