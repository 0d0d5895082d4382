"""Keeping the store equal to what the servers know, and saying how sure that is."""
