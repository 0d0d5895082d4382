"""What a board knows as JSON and out of it again: cleaned as it is written, read with care."""
