"""What agents do: everybody of a board and of the directory, found, counted and put in order."""
