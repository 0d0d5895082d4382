"""Calls, devices and links in words and marks."""
