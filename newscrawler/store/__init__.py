"""What is kept: the archive of each newspaper, and the folders in which its runs are published.

``archive`` is the interface of an archive, ``archives`` opens one; ``sqlite``, ``migrations`` and ``places`` are the
store in SQLite files. ``feeds`` publishes runs, ``manifest`` is what they say of themselves, ``files`` writes whole
files, ``lock`` keeps two runs of a newspaper apart, ``failpoints`` lets tests crash a run at a chosen step.
"""
