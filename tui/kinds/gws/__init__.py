"""Genesys Web Services as a kind of source: its feeds, the try of a login, and the steps of its examination."""
