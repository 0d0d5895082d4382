"""Sending what was asked for, once, and following what becomes of it."""
