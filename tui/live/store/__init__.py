"""The reactive store: calls, devices and links of all sources, the event log, and what may be shown of them."""
