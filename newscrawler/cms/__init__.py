"""What a page of a content management system holds. Pages parse; nothing here asks the network."""
