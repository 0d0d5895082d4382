"""The CometD interface of the simulated server."""
