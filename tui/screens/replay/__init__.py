"""A recording shown again, with the keys that move through it."""
