"""Tells systemd that a run is ready, how it is, and that it is alive: the protocol of `sd_notify(3)`.

It is a few datagrams of text to a socket that NOTIFY_SOCKET names. The libraries that speak it are bindings to
libsystemd, or as few lines as these, and a wall must run without systemd.
"""

import socket
from collections.abc import MutableMapping

VARIABLES = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID")
"""What systemd says; nothing of it is for programs that we start, whose word would count as ours."""
_MICROSECONDS = 1_000_000


class Notifier:
    """A way to systemd, or to nobody.

    Attributes:
        watchdog_s: Within so many seconds it wants to hear that we are alive; None where it does not ask.
    """

    def __init__(self, address: str = "", watchdog_s: float | None = None) -> None:
        """Send nothing yet.

        Args:
            address: Path of the socket, or `@` and an abstract name; "" is nobody.
            watchdog_s: Within so many seconds it wants to hear that we are alive.
        """
        # An abstract name begins with a zero byte, and stands for no file.
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self.watchdog_s = watchdog_s if address else None

    @property
    def is_heard(self) -> bool:
        """Whether somebody listens."""
        return bool(self._address)

    def send(self, **said: str | int) -> None:
        """Tell something; who cannot be told is not waited for, and no reason to end.

        Args:
            said: Such as `READY=1` or `STATUS="all is well"`; a text is one line.
        """
        if not self._address:
            return
        lines = "\n".join(f"{name}={' '.join(str(value).split())}" for name, value in said.items())
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC) as way:
                way.sendto(lines.encode(), self._address)
        except OSError:
            return


def take_notifier(environment: MutableMapping[str, str], pid: int) -> Notifier:
    """Take what systemd says out of the environment.

    Args:
        environment: Of this process; what is taken is not passed on to programs.
        pid: Of this process: WATCHDOG_PID may mean another one.

    Returns:
        The way to systemd.
    """
    address, microseconds, whose = (environment.pop(name, "") for name in VARIABLES)
    asked = microseconds.isascii() and microseconds.isdigit() and int(microseconds) > 0 and whose in ("", str(pid))
    known = address[:1] in ("/", "@") and len(address) > 1
    return Notifier(address if known else "", int(microseconds) / _MICROSECONDS if asked else None)
