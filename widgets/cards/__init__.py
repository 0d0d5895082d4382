"""One call, in each size."""
