"""The wall: calls as cards, in groups and pages, with alarms, a kiosk and a tour."""
