"""Finds the articles of several newspapers that are copies of one text."""

from newscrawler.stories.find import StoryRecord, find_stories

__all__ = ["StoryRecord", "find_stories"]
