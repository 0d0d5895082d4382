"""The way out of everything that a command prints: whole, in what the locale can say, and never in the way of the run.

| file | holds |
|---|---|
| `streams.py` | standard streams that were closed, before anything else can open a file in their place |
| `output.py` | writing at once: for commands that print and end; how a write may fail |
| `json_line.py` | a line of JSON |
| `printer.py` | writing from a thread: for whatever follows calls, or serves, and must not wait for a reader |
| `asking.py`, `unseen.py` | questions to a person, and their answers, of which secrets stay unseen |
"""
