"""What a Genesys Web Services server says, and nothing of ours: wire types, REST and the CometD stream."""
