"""Many cards: where each stands, and what is drawn anew."""
