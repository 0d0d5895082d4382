"""Reads the text of a configuration file, whatever was named: a file, a pipe such as `<(...)`, or something else."""

import os
import stat
import time
from pathlib import Path

from tui.config.strict import ConfigError, ConfigFault
from tui.machine.pipes import NobodyWritesError, first_bytes

LARGEST_BYTES = 4_000_000
"""Ten thousand logins have room in it; what never ends, such as /dev/zero, is noticed."""
PIPE_S = 30.0
"""How long whoever writes to a pipe may take: a password may have to be typed first."""
_LOOK_S = 0.05
_UTF8_MARK = b"\xef\xbb\xbf"
_OTHER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def file_text(path: Path) -> str:
    """Read a file once.

    Args:
        path: A file, a pipe or a device.

    Returns:
        Its text, without the byte order mark that editors of Windows begin with.

    Raises:
        FileNotFoundError: There is none.
        NotADirectoryError: There is none, since what should be a folder on the way is a file.
        ConfigError: It cannot be read, is too large, or no UTF-8.
    """
    try:
        content = _content(path)
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise ConfigError(f"{path}: a link that leads nowhere") from None
        raise
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    if len(content) > LARGEST_BYTES:
        raise ConfigError(f"{path}: larger than {LARGEST_BYTES // 1_000_000} MB, which no configuration is")
    for mark, name in _OTHER_MARKS.items():
        if content.startswith(mark):
            raise _fault(path, 1, f"this is {name}: save it as UTF-8")
    content = content.removeprefix(_UTF8_MARK)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _fault(
            path, line, f"not UTF-8: a character of another encoding, byte 0x{content[error.start]:02x}"
        ) from None


def is_readable_again(path: Path | None) -> bool:
    """Whether reading it a second time gives what is in it then: not so with a pipe."""
    try:
        return path is not None and stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _content(path: Path) -> bytes:
    # Opening a pipe would wait for its writer for ever; on Windows there is no such flag.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
    with open(handle, "rb", buffering=0) as file:
        return _pieces(path, handle) if not stat.S_ISREG(os.fstat(handle).st_mode) else file.read(LARGEST_BYTES + 1)


def _pieces(path: Path, handle: int) -> bytes:
    content, begun_s = bytearray(), time.monotonic()
    if stat.S_ISFIFO(os.fstat(handle).st_mode):
        try:
            content += first_bytes(handle)
        except NobodyWritesError as error:
            raise ConfigError(f"{path}: {error}") from None
    while len(content) <= LARGEST_BYTES:
        try:
            piece = os.read(handle, 1 << 16)
        except BlockingIOError:
            if time.monotonic() - begun_s > PIPE_S:
                raise ConfigError(f"{path}: was not written to its end within {PIPE_S:g} s") from None
            time.sleep(_LOOK_S)
            continue
        if not piece:
            break
        content += piece
    return bytes(content)


def _fault(path: Path, line: int, words: str) -> ConfigError:
    fault = ConfigFault(str(path), line, "", words)
    return ConfigError(str(fault), [fault])
