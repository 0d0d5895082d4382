"""Lines at the edges of a screen: heads, keys, messages."""
