"""The current family of mediaOn skins."""
