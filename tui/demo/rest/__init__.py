"""The REST interface of the simulated server."""
