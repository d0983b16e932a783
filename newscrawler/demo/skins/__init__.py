"""The skins the demo newspaper can wear."""
