"""The row of Web Services in the table of kinds."""

import ssl
from typing import TYPE_CHECKING

from pydantic import SecretStr

from tui.config import SourceSettings
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.kinds.gws.logins import gws_logins
from tui.kinds.kind import Kind

if TYPE_CHECKING:
    from tui.doctor.course import Course


async def _log_in(source: SourceSettings, password: SecretStr, tls: ssl.SSLContext) -> None:
    async with line_to(Login(source.url, source.user, password, tls), float)() as line:
        await line.log_in()


def _course() -> "Course":
    # A wall, which starts sooner without it, examines nothing.
    from tui.kinds.gws.course import COURSE

    return COURSE


GWS = Kind(gws_logins, _log_in, _course)
