"""Lines below one another: agents, choices, events."""
