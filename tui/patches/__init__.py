"""What is bent in the libraries that we use; README.md says what, why, and what to check at their next version."""
