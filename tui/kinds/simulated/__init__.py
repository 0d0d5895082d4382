"""Logins of a simulated contact centre in this process, with no server between."""
