"""Small things of the language in which this program speaks, for all rooms."""
