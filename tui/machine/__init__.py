"""What a run has of the machine that it is on: folders, locks, logs, the service manager."""
