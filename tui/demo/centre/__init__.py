"""The simulated contact centre itself: people, calls, and what they do."""
