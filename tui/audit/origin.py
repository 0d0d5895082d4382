"""Who acts, and from where: the user of the machine, and a terminal, an SSH connection, a script or a served page."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class AuditOrigin:
    """Who acts, and from where.

    Attributes:
        program: The command, such as `desk` or `call`.
        user: User of the operating system; its number where it has no name.
        kind: `terminal`, `script` or `page`.
        place: The terminal's name, or the address of the page.
        ssh: The address that an SSH connection comes from; "" for none.
        token: Name of the token that a page logged in with; "" for none.
    """

    program: str
    user: str
    kind: str
    place: str = ""
    ssh: str = ""
    token: str = ""

    def fields(self) -> dict[str, object]:
        """Give it as JSON values, without what is not known."""
        found = {"kind": self.kind, "place": self.place, "ssh": self.ssh, "token": self.token}
        return {
            "program": self.program,
            "user": self.user,
            "origin": {name: value for name, value in found.items() if value},
        }

    def page(self, address: str, token: str) -> "AuditOrigin":
        """The same program, with a page of this address before it."""
        return replace(self, kind="page", place=address, token=token)


def origin_of(program: str, environment: Mapping[str, str] = os.environ) -> AuditOrigin:
    """Find out who runs this process, and where.

    Args:
        program: The command.
        environment: Where `SSH_CONNECTION` is looked up.
    """
    place = _terminal()
    ssh = environment.get("SSH_CONNECTION", "").partition(" ")[0]
    return AuditOrigin(program, _user(), "terminal" if place else "script", place, ssh)


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _terminal() -> str:
    for handle in range(3):
        try:
            return os.ttyname(handle)
        except OSError:
            continue
    return ""
