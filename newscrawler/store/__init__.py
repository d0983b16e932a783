"""What is kept: the archive of each newspaper, the folders of its runs."""
