"""What is worth saying about calls, as values that screens, lines and sentences share."""
