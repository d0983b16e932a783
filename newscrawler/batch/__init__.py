"""Many newspapers, each crawled by a process of its own."""
