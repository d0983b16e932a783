"""Finds the articles of several newspapers that are copies of one text."""

from newscrawler.stories.find import StoryRecord, find_stories
from newscrawler.stories.index import Index, open_index

__all__ = ["Index", "StoryRecord", "find_stories", "open_index"]
