"""Alarms that are posted to an address: each with a few tries, and never without end."""
