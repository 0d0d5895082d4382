"""What is drawn: calls, links and logs as cells of a terminal. Knows Textual and read-only board types, never HTTP."""
