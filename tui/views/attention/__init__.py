"""Which calls need somebody: thresholds, alarms, counts."""
