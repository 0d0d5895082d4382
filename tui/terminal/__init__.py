"""The terminal that a screen is drawn on: whether there is one, what goes out to it, and the way out when it goes."""
