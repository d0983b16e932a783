"""Stores the archive of each newspaper, and publishes its runs as folders.

``archive`` is the interface of an archive, ``archives`` opens one; ``sqlite``, ``migrations`` and ``places`` are the
store in SQLite files, ``postgres``, ``postgres_schema`` and ``postgres_session`` the one in PostgreSQL, which is loaded
where ARCHIVE_URL names a database; ``transfer`` copies from the first to the second. ``feeds`` publishes runs,
``manifest`` has the types of their manifests, ``files`` writes whole files, ``lock`` prevents two runs of a newspaper
at a time, ``failpoints`` lets tests crash a run at a chosen step.
"""
