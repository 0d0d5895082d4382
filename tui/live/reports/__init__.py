"""What the store tells over time: in sentences, in figures, of a day, of its health."""
