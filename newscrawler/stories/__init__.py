"""Which articles of several newspapers are copies of one text."""

from newscrawler.stories.find import StoryRecord, find_stories

__all__ = ["StoryRecord", "find_stories"]
