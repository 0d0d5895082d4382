"""Programs that the configuration names: no shell, bounded in time and output, ended as a whole group."""

from tui.programs.running import Ended, UserProgram, without_ours

__all__ = ["Ended", "UserProgram", "without_ours"]
