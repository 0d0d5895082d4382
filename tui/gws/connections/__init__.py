"""How requests reach a server without a proxy on the way."""
