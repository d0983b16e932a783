"""One run of one newspaper: its journal, outcome, quality checks and alarms."""
