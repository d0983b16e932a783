"""Reading pages by the shape of their markup; knows no CMS family."""
