"""`~/.netrc`, read by the standard library, which also checks that it is ours alone."""

import netrc
from pathlib import Path

from tui.machine.pipes import is_pipe


class NetrcError(Exception):
    """The file is there and cannot be used."""


def secret_from_netrc(host: str, user: str) -> str:
    """Look for a user of a host.

    Args:
        host: Name of the host.
        user: Login name; an entry for another one is not used.

    Returns:
        The password; "" where there is none, or no such file.

    Raises:
        NetrcError: The file cannot be read, or may be read by others.
    """
    try:
        # The standard library would wait for whoever writes to it.
        if is_pipe(Path("~/.netrc").expanduser()):
            raise NetrcError("~/.netrc is a pipe, where a file has to be")
        found = netrc.netrc().authenticators(host)
    except FileNotFoundError:
        return ""
    except netrc.NetrcParseError as error:
        # Only the words: a piece of the file would be in the traceback.
        raise NetrcError(f"{Path('~/.netrc').expanduser()}: {error.msg.splitlines()[0]}") from None
    except (OSError, UnicodeDecodeError, RuntimeError) as error:
        raise NetrcError(f"~/.netrc cannot be read ({type(error).__name__})") from None
    return found[2] or "" if found and found[0] == user else ""
