"""The audit log: who did what to which call, from where, and how it ended; README.md tells its form."""
