"""The runs about a floor: its stream, its users, how it stands, and one to try."""
