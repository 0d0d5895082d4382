"""The row of such feeds in the table of kinds."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field

from pydantic import SecretStr

from tests.kinds.boards.origin import BoardsOrigin, Letter
from tui.config import SourceSettings
from tui.doctor.course import NETWORK, Check, Course
from tui.doctor.step import Finding
from tui.doctor.visit import Visit
from tui.kinds.kind import Kind, Made, SharedParts
from tui.source.errors import RefusedError, ServerFaultError

PASSWORD = "open-letters-only"


@dataclass(slots=True)
class BoardsVisit(Visit):
    """A visit of which is kept how it went."""

    went: list[str] = field(default_factory=list)

    def begin(self) -> None:
        self.went.append("begun")

    async def end(self) -> None:
        self.went.append("ended")


async def _open(visit: BoardsVisit) -> Finding:
    assert visit.password is not None
    await log_in(visit.source, visit.password, visit.tls)
    return Finding(f"opened with {visit.password.get_secret_value()}, {visit.went}")


async def _count(visit: BoardsVisit) -> Finding:
    raise ServerFaultError(f"none for {visit.source.user}")


async def log_in(_: SourceSettings, password: SecretStr, __: ssl.SSLContext) -> None:
    if password.get_secret_value() != PASSWORD:
        raise RefusedError("a password that opens nothing")


COURSE = Course(
    BoardsVisit,
    (*NETWORK, Check("letters", _open, "tls"), Check("boards", _count, "letters")),
    {("boards", ServerFaultError): "Write more letters."},
)


class Boards:
    """Makes such feeds; `origins` are those that were made, and `letters` is what they read."""

    def __init__(self) -> None:
        self.letters: asyncio.Queue[Letter | None] = asyncio.Queue()
        self.origins: list[BoardsOrigin] = []

    @property
    def row(self) -> Kind:
        """The row of the table."""
        return Kind(self._make, log_in, lambda: COURSE)

    def _make(self, sources: Sequence[SourceSettings], shared: SharedParts) -> Made:
        self.origins = [BoardsOrigin(source.label, shared.board, self.letters) for source in sources]
        return Made(self.origins)
