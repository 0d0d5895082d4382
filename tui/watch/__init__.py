"""`callboard watch`: the board without a screen, as lines of JSON or as sentences."""
