"""Programs that the configuration names, run when a call rings or alarms."""
