"""What every kind of source has in common: the port, events, resources, errors and when something is tried again."""
