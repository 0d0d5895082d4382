"""The public certificate authorities, read once: each client of its own would read them for 20 ms of CPU time."""

import ssl

PUBLIC = ssl.create_default_context()
