"""The keyring of the system: Keychain, Credential Locker, Secret Service, KWallet, by the `keyring` library.

The library takes 60 ms to import and more to find a backend, so that happens when it is needed and not before.
"""

from collections.abc import Callable
from typing import TypeVar

from tui.passwords.places import Wanted

Result = TypeVar("Result")


class KeyringError(Exception):
    """The keyring cannot be used; the words say why, without a secret."""


def is_there() -> bool:
    """Whether this machine has a keyring at all; whether it works shows when it is used."""
    import keyring
    from keyring.backends import fail

    return not isinstance(keyring.get_keyring(), fail.Keyring)


def look_up(wanted: Wanted) -> str:
    """Find a secret.

    Args:
        wanted: Which one.

    Returns:
        The secret; "" where the keyring does not have it.

    Raises:
        KeyringError: There is no keyring, or it is locked or broken.
    """
    import keyring

    return _ask(lambda: keyring.get_password(wanted.service, wanted.user)) or ""


def store(wanted: Wanted, secret: str) -> str:
    """Put a secret there, in place of another.

    Args:
        wanted: Which one.
        secret: The secret.

    Returns:
        What the keyring calls itself.

    Raises:
        KeyringError: There is no keyring, or it is locked or broken.
    """
    import keyring

    _ask(lambda: keyring.set_password(wanted.service, wanted.user, secret))
    return str(keyring.get_keyring().name)


def forget(wanted: Wanted) -> bool:
    """Take a secret out.

    Args:
        wanted: Which one.

    Returns:
        Whether it was there.

    Raises:
        KeyringError: There is no keyring, or it is locked or broken.
    """
    import keyring

    if not look_up(wanted):
        return False
    _ask(lambda: keyring.delete_password(wanted.service, wanted.user))
    return True


def _ask(question: Callable[[], Result]) -> Result:
    from keyring.errors import KeyringLocked, NoKeyringError

    try:
        return question()
    except NoKeyringError:
        raise KeyringError("this machine has no keyring") from None
    except KeyringLocked:
        raise KeyringError("the keyring is locked") from None
    except Exception as error:
        # Backends are plugins that raise what they like; words of theirs may hold what they were given.
        raise KeyringError(f"the keyring does not work ({type(error).__name__})") from None
