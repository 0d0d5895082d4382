"""`callboard doctor`: looks at a source step by step, reads only, and says what to do about what it finds.

From the bottom: `step` (what a step is), `proxy` (the way out), `visit` (what one source's steps share), `network`,
`certificate`, `answers` and `listening` (the steps), `course` (their order), `ground` and `terminal` (the steps of this
machine, before and after), `printing`.
"""
