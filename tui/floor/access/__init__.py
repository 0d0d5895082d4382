"""Who may do what on a floor, and as whom one goes there."""
