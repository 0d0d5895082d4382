"""DTMF digits are never kept: they are taken out of whatever a server repeats."""
