"""One function for each command: from parsed options to a run and its exit code; imported when the command runs."""
