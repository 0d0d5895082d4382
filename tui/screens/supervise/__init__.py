"""What a supervisor's wall adds: listen in, coach, barge in."""
