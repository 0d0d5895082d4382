"""The tables of what a person can do, and how the board tells that it was done."""
