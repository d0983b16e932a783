"""Stores the archive of each newspaper, and publishes its runs as folders.

``archive`` is the interface of an archive, ``archives`` opens one; ``sqlite``, ``migrations`` and ``places`` are the
store in SQLite files, the modules ``postgres`` the one in PostgreSQL. ``feeds`` publishes runs, ``manifest`` has the
types of their manifests, ``warc`` keeps the pages themselves, each an ``exchange``. ``files`` writes whole files,
``lock`` prevents two runs of a newspaper at a time, ``failpoints`` lets tests crash a run at a chosen step.
"""
