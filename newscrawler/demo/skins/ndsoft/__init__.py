"""The skin of the other CMS, ND소프트: its addresses, pages and the replies to its buttons."""
