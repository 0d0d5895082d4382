"""How large things of a floor may be: what the stream takes, and what is read of it."""

LARGEST_VALUE_BYTES = 256 * 1024
"""Longest message of the stream, its headers among it."""
LARGEST_BODY_BYTES = LARGEST_VALUE_BYTES - 1024
"""Longest value of a login or publisher, so that there is room for the headers."""
LARGEST_FLOOR_BYTES = 256 * 1024 * 1024
"""All values together."""
