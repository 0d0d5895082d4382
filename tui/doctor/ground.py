"""The steps before all sources: what callboard itself stands on here. Nothing is written to find out."""

import ctypes
import os
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tui.doctor.step import DoctorStep, Finding, Verdict, fail, warn
from tui.machine.folders import NO_HOME
from tui.machine.logfile import log_path
from tui.passwords.keyrings import KeyringError, UnsureKeyringError, name
from tui.source.text import clean

LEAST_FREE_BYTES = 100_000_000
"""A recording and the log need some; a full disk ends the one and silences the other."""
FILES_EACH = 4
"""Descriptors of a source at the most, while it looks, polls and sends."""
FILES_OWN = 64
_NOT_SYNCHRONISED = 5
"""What `adjtimex(2)` calls TIME_ERROR."""
_TIMEX_BYTES = 512
"""More than the structure has on any system; all zero asks and changes nothing."""


def look_at_ground(sources: int) -> Iterator[DoctorStep]:
    """Examine this machine and this process.

    Args:
        sources: How many sources a run would have.

    Yields:
        Steps as they are done.
    """
    yield _timed("locale", look_at_locale)
    yield _timed("screen", look_at_streams)
    yield _timed("state", lambda: look_at_state(log_path()))
    yield _timed("disk", lambda: look_at_disk(log_path()))
    yield _timed("keyring", look_at_keyring)
    yield _timed("time", look_at_time)
    yield _timed("files", lambda: judge_files(resource.getrlimit(resource.RLIMIT_NOFILE)[0], sources))


def look_at_locale() -> Finding:
    """In which characters a screen or a line is written here."""
    encoding = getattr(sys.stdout, "encoding", None) or "none"
    said = next((f"{key}={os.environ[key]}" for key in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(key)), "")
    words = clean(f"{encoding}{f', by {said}' if said else ', no locale set'}", 120)
    if encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        return warn(words, "Let the locale be of UTF-8, such as LANG=C.UTF-8: else marks and names are replaced.")
    return Finding(words)


def look_at_streams() -> Finding:
    """What a screen that is started as this command was would draw on, and read from."""
    closed = [label for label, stream in _streams() if stream is None]
    if closed:
        return Finding(f"{' and '.join(closed)} closed: a screen would end with 2", Verdict.SKIPPED)
    other = [label for label, stream in _streams() if not os.isatty(stream or 0)]
    if other:
        words = f"{' and '.join(other)} no terminal: a screen started so would end with 2, watch and serve would not"
        return Finding(words, Verdict.SKIPPED)
    columns, rows = os.get_terminal_size(1)
    device = os.ttyname(1)
    return Finding(
        f"{clean(device, 60)} by standard output, {columns}x{rows}, TERM {clean(os.environ.get('TERM', ''))}"
    )


def look_at_state(log: Path | None) -> Finding:
    """Whether the log can be written.

    Args:
        log: The file; None where nobody knows one.
    """
    advice = "Give this user a home, or set XDG_STATE_HOME to a folder that it may write: no log is kept else."
    if log is None:
        return warn(NO_HOME, advice)
    there = log if log.exists() else _nearest(log.parent)
    wanted = os.W_OK if there == log else os.W_OK | os.X_OK
    if not os.access(there, wanted) or (there != log and not there.is_dir()):
        return warn(f"{clean(str(log), 200)} cannot be written", advice)
    return Finding(f"{clean(str(log), 200)} {'is' if there == log else 'can be'} written")


def look_at_disk(log: Path | None) -> Finding:
    """How much room there is where the log is, and here, where a recording would probably be.

    Args:
        log: The file; None where nobody knows one.
    """
    words, short = [], False
    for folder in dict.fromkeys([*([] if log is None else [_nearest(log.parent)]), Path.cwd()]):
        try:
            free, nodes = shutil.disk_usage(folder).free, os.statvfs(folder)
        except OSError as error:
            words.append(f"{clean(str(folder), 100)}: {error.strerror}")
            continue
        # Some file systems count no files at all.
        out_of_nodes = nodes.f_files > 0 and nodes.f_favail == 0
        short = short or free < LEAST_FREE_BYTES or out_of_nodes
        words.append(
            f"{free / 1e6:,.0f} MB free at {clean(str(folder), 100)}{', no more files' if out_of_nodes else ''}"
        )
    if short:
        return warn("; ".join(words), "Make room: a full disk ends a recording, and the log is not written.")
    return Finding("; ".join(words))


def look_at_keyring() -> Finding:
    """Which keyring there is, and whether it answers; it is not opened."""
    try:
        found = name()
    except UnsureKeyringError as error:
        return warn(str(error), "Unlock it, or let the password come another way: see callboard wall --help.")
    except KeyringError as error:
        return warn(str(error), "Let the password come another way: see callboard wall --help.")
    return Finding(clean(found, 100) if found else "none on this machine")


def look_at_time() -> Finding:
    """Which clock durations are counted with, and whether the wall clock is kept right."""
    counted = "counted with suspends" if hasattr(time, "CLOCK_BOOTTIME") else "counted without suspends"
    synchronised = _is_synchronised()
    words = f"durations {counted}; wall clock {time.strftime('%Y-%m-%d %H:%M:%S %z')}"
    if synchronised is None:
        return Finding(f"{words}, whether it is synchronised cannot be known here")
    if not synchronised:
        return warn(f"{words}, not synchronised", "Let this machine take its time from NTP (timedatectl set-ntp true).")
    return Finding(f"{words}, synchronised")


def judge_files(limit: int, sources: int) -> Finding:
    """Whether enough files and connections may be open.

    Args:
        limit: How many may; `RLIM_INFINITY` is any number.
        sources: How many sources a run would have.
    """
    needed = FILES_OWN + FILES_EACH * sources
    if limit in (resource.RLIM_INFINITY, -1):
        return Finding("any number of files and connections")
    words = f"{limit} files and connections at once, {needed} may be needed"
    if limit < needed:
        return fail(words, f"Allow more: ulimit -n {needed}, or LimitNOFILE={needed} in the unit.")
    return Finding(words)


def _timed(step: str, look: Callable[[], Finding]) -> DoctorStep:
    begun_s = time.monotonic()
    try:
        found = look()
    except OSError as error:
        found = Finding(f"cannot be known here: {clean(error.strerror or '')}", Verdict.SKIPPED)
    return DoctorStep(step, found, time.monotonic() - begun_s)


def _streams() -> Iterator[tuple[str, int | None]]:
    for label, stream in (("standard input", sys.stdin), ("standard output", sys.stdout)):
        try:
            yield label, None if stream is None else stream.fileno()
        except (OSError, ValueError):
            yield label, None


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next((one for one in (folder, *folder.parents) if one.exists()), Path("/"))


def _is_synchronised() -> bool | None:
    """Whether something keeps the wall clock right, as Linux tells everybody; None where nobody can say."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
    except (OSError, AttributeError):
        return None
    return None if state < 0 else bool(state != _NOT_SYNCHRONISED)
