"""The way to the newspaper's server and back: politeness, robots.txt, redirects, encodings, no private address."""
