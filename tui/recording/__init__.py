"""What came over the wire, kept in a file and shown again; see README.md beside this."""
