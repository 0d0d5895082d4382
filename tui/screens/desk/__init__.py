"""The desk: the calls and devices of one agent, and every operation."""
