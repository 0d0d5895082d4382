"""Figures of service, of what was seen here."""
