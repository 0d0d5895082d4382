"""A simulated contact centre behind a real HTTP and Bayeux server; it shares only the wire's words with the client."""
