"""What leaves as a file: the page and the tables."""
