"""From `--record FILE` and the settings to what is to be recorded; and back to settings, for a replay."""

import argparse
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

from tui.config import Settings
from tui.live.store.privacy import Privacy
from tui.printing.output import complain

if TYPE_CHECKING:
    from tui.recording.recorder import RecordingRequest
    from tui.wiring import RunParts

_DRAWN_OF_ATTENTION = ("stale_s", "stale_warn_s")
_DRAWN = ("title", "density", "order", "theme", "time_zone", "country", "page_s", "ended_s", "thresholds")
_DISPOSITION = ("disposition_key", "dispositions", "ask_disposition", "require_disposition")
_DRAWN_OF_DESK = (*_DISPOSITION, "show_data", "hide_data", "keys", "second_press_s", "flash")
"""What a picture depends on. Addresses, logins, files and programs are none of it, and are not recorded."""


def recording(
    options: argparse.Namespace,
    settings: Settings,
    default: Privacy,
    secrets: Collection[SecretStr],
) -> "RecordingRequest | None":
    """Say what is to be recorded.

    Args:
        options: The parsed options.
        settings: What was set.
        default: The privacy of this run where the settings say nothing.
        secrets: Taken out wherever they turn up; more may come while it is recorded.

    Returns:
        None where nothing is.
    """
    if not options.record:
        return None
    from tui.recording.recorder import RecordingRequest

    return RecordingRequest(
        path=Path(options.record),
        privacy=settings.policy(default),
        run=options.command,
        settings=drawn(settings),
        secrets=secrets,
        longest_bytes=int(settings.record_mb * 1_000_000),
        keep=settings.record_files,
    )


def complain_of_end(parts: "RunParts") -> None:
    """Let a recording that ends before its run be told on standard error.

    Args:
        parts: Of a run without a screen.
    """
    recorder = parts.recorder
    if recorder is not None:
        parts.on_recording_end(lambda why: complain(f"the recording to {recorder.name} has ended: {why}"))


def drawn(settings: Settings) -> dict[str, object]:
    """The settings that a picture depends on.

    Args:
        settings: What was set.

    Returns:
        JSON values.
    """
    tables = {"attention": set(_DRAWN_OF_ATTENTION), "desk": set(_DRAWN_OF_DESK)}
    return settings.model_dump(mode="json", include={**dict.fromkeys(_DRAWN, True), **tables})


def drawn_settings(recorded: object) -> Settings:
    """Read the settings of a recording.

    Args:
        recorded: What `drawn` made, or anything else.

    Returns:
        Settings; what cannot be set is as if it had not been said.
    """
    said = recorded if isinstance(recorded, Mapping) else {}
    taken: dict[str, Any] = {name: said[name] for name in _DRAWN if name in said}
    for name, keys in (("attention", _DRAWN_OF_ATTENTION), ("desk", _DRAWN_OF_DESK)):
        table = said.get(name)
        taken[name] = {key: table[key] for key in keys if key in table} if isinstance(table, Mapping) else {}
    # Nobody is called, and nothing runs, because of what happened then.
    taken["desk"] |= {"bell": False, "title": False, "notify": False}
    return Settings.model_validate({name: value for name, value in taken.items() if _is_good(name, value)})


def _is_good(name: str, value: object) -> bool:
    try:
        Settings.model_validate({name: value})
    except ValidationError:
        return False
    return True
