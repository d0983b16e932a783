"""Item pipelines: one for each kind of record; the last one stores."""
