"""`callboard doctor`: looks at a source step by step, reads only, and says what to do about what it finds.

From the bottom: `step` (what a step is), `proxy` (the way out), `visit` (what one source's steps share), `network`
and `certificate` (the steps of the network; those above are of the kind of source, such as `tui.kinds.gws.course`),
`course` (how they are gone through), `ground` and `terminal` (the steps of this machine, before and after), `printing`.
"""
