"""A real nats-server on a free port of loopback, ended by its pid."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from tests.waiting import until
from tui.floor.access.login import FloorLogin

_OURS = Path(sys.executable).with_name("nats-server")
_SYSTEM = shutil.which("nats-server")
PROGRAMS = sorted({str(_OURS), _SYSTEM or str(_OURS)})
"""The server that comes with the tests, and that of the system, which may be years older."""
USERS = """
authorization { users = [
  {user: operator, password: secret-of-operator}
  {user: collector, password: secret-of-collector, permissions: {
    publish: ["$KV.floor.a.main.5001", "$JS.API.STREAM.INFO.KV_floor"], subscribe: ["_INBOX_collector.>"]}}
  {user: c1, password: secret-of-c1, permissions: {
    publish: ["$KV.floor.a.main.5001", "$KV.floor.pub.c1", "$JS.API.STREAM.INFO.KV_floor",
      "$JS.API.DIRECT.GET.KV_floor.$KV.floor.a.main.*", "$JS.API.DIRECT.GET.KV_floor.$KV.floor.pub.*"],
    subscribe: ["_INBOX_c1.>"]}}
] }
"""


class NatsServer:
    """A running server."""

    def __init__(self, program: str, folder: Path, users: str) -> None:
        self._ports = folder / "ports"
        self._ports.mkdir(parents=True)
        configuration = folder / "nats.conf"
        store = f'jetstream {{ store_dir: "{folder / "store"}" }}'
        configuration.write_text(f'listen: "127.0.0.1:-1"\nports_file_dir: "{self._ports}"\n{store}\n{users}', "utf-8")
        self.store = folder / "store"
        self._configuration = configuration
        self._command = [program, "-c", str(configuration), "-l", str(folder / "server.log")]
        self._process = subprocess.Popen(self._command)

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def restart(self, url: str = "") -> None:
        """Start it again after `kill`, on what its store is now, at an address that it had or on another port."""
        if url:
            text = self._configuration.read_text("utf-8")
            port = url.rpartition(":")[2]
            self._configuration.write_text(text.replace("127.0.0.1:-1", f"127.0.0.1:{port}"), "utf-8")
        for file in self._ports.iterdir():
            file.unlink()
        self._process = subprocess.Popen(self._command)

    async def url(self) -> str:
        """Its address, once it listens."""
        await until(lambda: any(file.stat().st_size for file in self._ports.iterdir()))
        (file,) = self._ports.iterdir()
        return next(re.finditer(r"(?:nats|tls)://[^\"]+", file.read_text("utf-8")))[0]

    def kill(self) -> None:
        """End it with no time to say goodbye."""
        self._process.kill()
        self._process.wait()


@contextmanager
def nats_server(program: str, folder: Path, users: str = USERS) -> Iterator[NatsServer]:
    """Start one, with whatever else its configuration says of users and certificates."""
    server = NatsServer(program, folder, users)
    try:
        yield server
    finally:
        server.kill()


def as_user(url: str, user: str, password: str = "") -> FloorLogin:
    """A user of `USERS`, with the right password if none is said."""
    return FloorLogin((url,), user, SecretStr(password or f"secret-of-{user}"))
