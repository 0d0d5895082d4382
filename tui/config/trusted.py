"""Whether a configuration may name programs: only where nobody but its user and root can change it."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from tui.config.layers import Laid
from tui.config.place_words import place_words
from tui.config.strict import ConfigFault, Place

PROGRAMS = ("password_command", "passphrase_command", "secret_command", "on_alarm", "on_ring")
"""The keys that name programs."""
PAGES = ("ring_url", "data_links")
"""The keys that name pages which are opened, or linked, with what is known of a caller."""
WEBHOOK: Place = ("webhook", "url")
"""The key that names where alarms are posted, with what is known of a caller."""


def untrusted_programs(laid: Laid, path: Path | None) -> Iterator[ConfigFault]:
    """Find the programs that a file names which others can write.

    Args:
        laid: The values, which know where they came from.
        path: The file.

    Yields:
        One fault for each program; what an option or the environment says is trusted.
    """
    named = [(place, laid.origin(place)) for place in _programs(laid.values)]
    in_file = [(place, origin) for place, origin in named if origin.kind == "file"]
    if not in_file or path is None or not (why := why_untrusted(path)):
        return
    for place, origin in in_file:
        key = ".".join(map(str, place))
        words = f"no {_what_is_done(place)} that others may have named: {why}"
        yield ConfigFault(origin.where, origin.line, key, f"{place_words(place, laid.values)}: {words}")


def why_untrusted(path: Path) -> str:
    """Tell who else could change what is read from a path: the file, a folder above it, or a link on the way.

    Root and the user of this process may own them, as with sshd's StrictModes. Nobody else may write to them, but for
    the group that is the user's own, and folders such as `/tmp` in which only its owner can replace a file.

    Args:
        path: A file, pipe or device.

    Returns:
        The place, who it is, and what to do; "" where nobody else could.
    """
    if os.name != "posix":
        return ""
    for place in _on_the_way(path):
        try:
            found = place.lstat()
        except OSError:
            # What is not there cannot be read either; behind a descriptor there may be a pipe, which has no name.
            continue
        if why := _why(place, found):
            return why
    try:
        return _why(path, path.stat())
    except OSError:
        return ""


def _programs(values: object, place: Place = ()) -> Iterator[Place]:
    if isinstance(values, Mapping):
        for key, value in values.items():
            here = (*place, key)
            if value and ((key in PROGRAMS and isinstance(value, list)) or _is_page(here, value)):
                yield here
            elif key != "profiles":
                yield from _programs(value, (*place, key))
    elif isinstance(values, list):
        for number, entry in enumerate(values):
            yield from _programs(entry, (*place, number))


def _what_is_done(place: Place) -> str:
    if place[-2:] == WEBHOOK:
        return "alarm is posted to an address"
    return "page is opened" if place[-1] in PAGES else "program is run"


def _is_page(place: Place, value: object) -> bool:
    return (place[-1] in PAGES and isinstance(value, (str, Mapping))) or place[-2:] == WEBHOOK


def _on_the_way(path: Path) -> Iterator[Path]:
    waiting, seen = [path.absolute()], set[Path]()
    while waiting:
        place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        yield place
        waiting.append(place.parent)
        try:
            waiting.append(place.parent / os.readlink(place))
        except OSError:
            continue


def _why(place: Path, found: os.stat_result) -> str:
    if found.st_uid not in (0, os.geteuid()):
        return f"{place} belongs to user {found.st_uid}"
    if not _can_be_written(found.st_mode):
        return ""
    if found.st_mode & stat.S_IWOTH:
        return f"everybody may write to {place}: chmod o-w {place}"
    if found.st_mode & stat.S_IWGRP and not _is_own_group(found.st_gid, found.st_uid):
        return f"the group {found.st_gid} may write to {place}: chmod g-w {place}"
    return ""


def _can_be_written(mode: int) -> bool:
    """Whether its mode says who can change what is read; of links and devices it does not."""
    if stat.S_ISDIR(mode):
        return not mode & stat.S_ISVTX
    return stat.S_ISREG(mode) or stat.S_ISFIFO(mode)


def _is_own_group(group: int, owner: int) -> bool:
    """Whether it is the private group that many systems give each user, with a umask that lets it write."""
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(owner), grp.getgrgid(group)
    except KeyError:
        return False
    return found.gr_gid == user.pw_gid and found.gr_name == user.pw_name and set(found.gr_mem) <= {user.pw_name}
