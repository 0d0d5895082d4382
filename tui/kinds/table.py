"""The table of the kinds of sources."""

from tui.kinds.gws.kind import GWS
from tui.kinds.kind import Kind

KINDS: dict[str, Kind] = {"gws": GWS}
"""By the `kind` that the settings name, which knows as many: `tui.config.sources.KINDS`."""
