"""What a person sees and does: screens made of widgets, reading the board."""
