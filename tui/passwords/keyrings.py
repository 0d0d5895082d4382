"""The keyring of the system: Keychain, Credential Locker, Secret Service, KWallet, by the `keyring` library.

The library takes 60 ms to import and more to find a backend, so that happens when it is needed and not before. A
keyring may wait for somebody who unlocks it, for ever: it is asked in a thread of its own, and given up after a while.
"""

from collections.abc import Callable
from typing import TypeVar

from tui.passwords.limit import SilentError, TimedQuestion
from tui.passwords.places import WantedSecret

Result = TypeVar("Result")

ANSWER_S = 10.0
"""How long the keyring may take to answer."""
WAITING = f"waiting for the keyring, {ANSWER_S:g} s at the most"
_LIMIT = TimedQuestion(ANSWER_S)


NO_KEYRING = "this machine has no keyring"


class KeyringError(Exception):
    """The keyring cannot be used; the words say why, without a secret."""


class UnsureKeyringError(KeyringError):
    """The keyring does not answer, or cannot be asked again: what it was asked to change may be changed or not."""


def name() -> str:
    """What the keyring calls itself; it is not opened for that.

    Returns:
        Its name; "" where this machine has none, or one that keeps nothing. Whether it works shows when it is used.

    Raises:
        KeyringError: It is broken, or does not answer.
    """

    def ask() -> str:
        import keyring
        from keyring.backends import fail, null

        found = keyring.get_keyring()
        return "" if isinstance(found, (fail.Keyring, null.Keyring)) else str(found.name)

    return _ask(ask)


def require() -> None:
    """Find out whether there is one; it is not opened for that.

    Raises:
        KeyringError: This machine has none, or it is broken, or does not answer.
    """

    def ask() -> bool:
        import keyring
        from keyring.backends import fail

        return isinstance(keyring.get_keyring(), fail.Keyring)

    if _ask(ask):
        raise KeyringError(NO_KEYRING)


def is_there() -> bool:
    """Whether this machine has a keyring that answers."""
    try:
        return bool(name())
    except KeyringError:
        return False


def look_up(wanted: WantedSecret) -> str:
    """Find a secret.

    Args:
        wanted: Which one.

    Returns:
        The secret; "" where the keyring does not have it.

    Raises:
        KeyringError: There is no keyring, or it is locked or broken.
    """

    def ask() -> str:
        import keyring

        return keyring.get_password(wanted.service, wanted.user) or ""

    return _ask(ask)


def store(wanted: WantedSecret, secret: str) -> str:
    """Put a secret there, in place of another, and read it again: some keyrings take everything and keep nothing.

    Args:
        wanted: Which one.
        secret: The secret.

    Returns:
        What the keyring calls itself.

    Raises:
        KeyringError: There is no keyring, it is locked or broken, or it keeps nothing.
        UnsureKeyringError: It took the secret, and cannot be read or gives another one back.
    """

    def ask() -> str:
        import keyring

        keyring.set_password(wanted.service, wanted.user, secret)
        return str(keyring.get_keyring().name)

    called = _ask(ask)
    try:
        kept = look_up(wanted)
    except KeyringError as error:
        raise UnsureKeyringError(str(error)) from None
    if not kept:
        raise KeyringError(f"the keyring ({called}) keeps nothing")
    if kept != secret:
        raise UnsureKeyringError(f"the keyring ({called}) gives another one back")
    return called


def forget(wanted: WantedSecret) -> bool:
    """Take a secret out.

    Args:
        wanted: Which one.

    Returns:
        Whether it was there.

    Raises:
        KeyringError: There is no keyring, or it is locked or broken.
    """
    if not look_up(wanted):
        return False

    def ask() -> None:
        import keyring

        keyring.delete_password(wanted.service, wanted.user)

    _ask(ask)
    return True


def _ask(question: Callable[[], Result]) -> Result:
    try:
        return _LIMIT.ask(question)
    except SilentError:
        raise UnsureKeyringError(
            f"the keyring did not answer within {ANSWER_S:g} s: it may wait to be unlocked"
        ) from None
    except Exception as error:
        raise KeyringError(_words(error)) from None


def _words(error: Exception) -> str:
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, NoKeyringError):
        return NO_KEYRING
    if isinstance(error, KeyringLocked):
        return "the keyring is locked"
    # Backends are plugins that raise what they like; words of theirs may hold what they were given.
    return f"the keyring does not work ({type(error).__name__})"
