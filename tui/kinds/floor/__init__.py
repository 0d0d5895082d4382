"""From settings to what reads a floor, and to what publishes there."""
