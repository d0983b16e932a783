"""Gets the text of a press release: from a file of the kinds that offices send, from an address, or as given."""

from newscrawler.releases.read import ReleaseError, read_release

__all__ = ["ReleaseError", "read_release"]
