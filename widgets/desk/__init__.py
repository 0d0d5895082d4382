"""The parts of a desk."""
