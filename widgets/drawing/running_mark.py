"""What every screen of a run says at its foot, because it is true of all of them: it is recorded, or is a recording."""

from typing import NamedTuple, Protocol, runtime_checkable

from tui.views.words.role import Role


class HeaderMark(NamedTuple):
    """Words for different widths, the longest first, and what they mean."""

    words: tuple[str, ...]
    role: Role

    def fitting(self, width: int) -> str:
        """The longest words for a width; the shortest where there is no room for any.

        Args:
            width: Cells.
        """
        return next((words for words in self.words if len(words) <= width), self.words[-1])


@runtime_checkable
class Marked(Protocol):
    """An app with something to say on every screen."""

    @property
    def mark(self) -> HeaderMark | None:
        """What it is; None for nothing."""
        ...


def mark_of(app: object) -> HeaderMark | None:
    """What an app has to say on every screen.

    Args:
        app: Any app.
    """
    return app.mark if isinstance(app, Marked) else None
