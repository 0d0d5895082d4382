"""callboard: live telephone calls of a Genesys Web Services contact centre, in a terminal.

Imports nothing: `callboard --version` reads the line below and is instant.
"""

__version__ = "0.1.0"
