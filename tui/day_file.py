"""The file that an agent's day is kept in: private, written whole, and holding nothing that was masked."""

import json
import logging
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from tui.config import Settings
from tui.config.private_file import write_private
from tui.live.reports.day_log import LONGEST, DayCall, DayKind, DayLog
from tui.live.store.privacy import OPEN, Privacy, Show
from tui.machine.folders import day_folder
from tui.source.raw import Raw
from tui.source.text import clean
from tui.wiring import RunParts

_LONGEST_BYTES = 1_000_000
_LOG = logging.getLogger(__name__)


def day_of(settings: Settings, parts: RunParts) -> DayLog | None:
    """Let the calls of a desk's day be known, and kept if that is wanted.

    Args:
        settings: What was set.
        parts: The parts of the run; the board masks what must not be shown.

    Returns:
        None where it is off.
    """
    desk, folder = settings.desk, day_folder()
    if desk.day == "off":
        return None
    log = partial(DayLog, parts.board, parts.operator, desk.disposition_key, desk.day_hours)
    if folder is None or desk.day == "run":
        return log()
    file = DayFile(folder, [f"{one.user} {one.url}" for one in settings.sources], settings.policy(OPEN))
    return log(file.read(), file.keep)


class DayFile:
    """One file for the logins of a desk."""

    def __init__(self, folder: Path, logins: Iterable[str], privacy: Privacy) -> None:
        """Name the file; nothing is read.

        Args:
            folder: Where it is.
            logins: Servers and logins of the desk.
            privacy: What of the calls is masked. What was written under another policy is not read.
        """
        self.path = folder / f"{sha256(chr(0).join(sorted(logins)).encode()).hexdigest()[:16]}.json"
        self._policy = repr(privacy)
        self._keeps_numbers = privacy.numbers is Show.SHOW

    def read(self) -> tuple[DayCall, ...]:
        """Read what was kept.

        Returns:
            The calls; none where there is no file, or not one of ours.
        """
        try:
            # A pipe in its place would hold up the start.
            with open(os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as file:
                found = json.loads(file.read(_LONGEST_BYTES) or b"")
        except (OSError, ValueError, RecursionError):
            return ()
        bodies = found.get("calls") if isinstance(found, dict) and found.get("policy") == self._policy else None
        if not isinstance(bodies, list):
            return ()
        calls = (_call(body) for body in bodies[:LONGEST] if isinstance(body, dict))
        return tuple(call for call in calls if call is not None)

    def keep(self, calls: tuple[DayCall, ...]) -> None:
        """Write all calls; where that cannot be, the log says so, and the desk goes on.

        Args:
            calls: Of the day.
        """
        body = {"policy": self._policy, "calls": [self._body(call) for call in calls]}
        try:
            write_private(self.path, json.dumps(body))
        except OSError as error:
            _LOG.warning("the calls of the day cannot be kept: %s", error.strerror or error)

    def _body(self, call: DayCall) -> Mapping[str, object]:
        number = call.number.text if call.number is not None and self._keeps_numbers else None
        return {
            "at": call.at.isoformat(),
            "kind": call.kind.value,
            "source": call.source,
            "party": call.party,
            "number": number,
            "talked_s": call.talked_s,
            "disposition": call.disposition,
            "seen": call.seen,
        }


def _call(body: Mapping[str, object]) -> DayCall | None:
    """Read one call; None where it is none."""
    number, talked_s = body.get("number"), body.get("talked_s")
    with suppress(KeyError, ValueError):
        at = datetime.fromisoformat(str(body["at"]))
        if at.tzinfo is None:
            return None
        return DayCall(
            at=at,
            kind=DayKind(str(body["kind"])),
            source=clean(str(body["source"])),
            party=clean(str(body["party"])),
            number=Raw(number) if isinstance(number, str) else None,
            talked_s=float(talked_s) if isinstance(talked_s, int | float) else None,
            disposition=clean(str(body["disposition"])),
            seen=body.get("seen") is True,
        )
    return None
