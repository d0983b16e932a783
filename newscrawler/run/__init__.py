"""One run of one newspaper: what happened in it, what it came to, who is told."""
