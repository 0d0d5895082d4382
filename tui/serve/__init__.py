"""Shows a run of callboard in web pages; README.md beside this file says how, and whom it trusts."""
