"""What a Genesys Web Services server says, and nothing of ours: wire types, REST and the CometD stream.

API.md beside this file says what is known of the server, and how sure.
"""
