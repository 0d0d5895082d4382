"""What must never be written, whatever the privacy policy shows: credentials, by their names and by their values."""

import re
from collections.abc import Collection, Iterable, Mapping

from pydantic import SecretStr

from tui.live.store.privacy import MASK
from tui.source.models import Wire

_NAMES = re.compile(
    r"pass(?:word|wd|phrase|code)|secret|token|cookie|credential|authoriz|csrf|session.?id|api.?key|private.?key",
    re.IGNORECASE,
)


def without_secrets(value: object) -> object:
    """Mask every entry whose name is that of a credential.

    Args:
        value: Any JSON value.

    Returns:
        The same with `••••` in their place, at any depth.
    """
    if isinstance(value, Mapping):
        return {key: MASK if _NAMES.search(str(key)) else without_secrets(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secrets(item) for item in value]
    return value


class RecordingRedaction:
    """Takes known secrets out of JSON values, wherever a server has put them."""

    def __init__(self, secrets: Collection[SecretStr]) -> None:
        """Know what to take out.

        Args:
            secrets: Passwords, looked at again and again, since others may come; empty ones are none.
        """
        self._secrets = secrets
        self._known: tuple[SecretStr, ...] = ()
        self._pattern: re.Pattern[str] | None = None
        self._names = frozenset(_names(Wire))

    def __call__(self, value: object) -> object:
        """Take them out.

        Args:
            value: Any JSON value.

        Returns:
            The same with `••••` in their place.
        """
        if (known := tuple(self._secrets)) != self._known:
            self._learn(known)
        return value if self._pattern is None else self._without(value, self._pattern)

    def _learn(self, known: tuple[SecretStr, ...]) -> None:
        self._known = known
        longest_first = sorted({one.get_secret_value() for one in known} - {""}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def _without(self, value: object, pattern: re.Pattern[str]) -> object:
        if isinstance(value, str):
            return pattern.sub(MASK, value) if pattern.search(value) else value
        if isinstance(value, dict):
            return {self._key(key, pattern): self._without(item, pattern) for key, item in value.items()}
        if isinstance(value, list):
            return [self._without(item, pattern) for item in value]
        # A password of digits is one in a number as well.
        if isinstance(value, (int, float)) and not isinstance(value, bool) and pattern.fullmatch(str(value)):
            return MASK
        return value

    def _key(self, key: str, pattern: re.Pattern[str]) -> str:
        # The wire's own names give nothing away, and a resource without them could not be read.
        return key if key in self._names else pattern.sub(MASK, key)


def _names(model: type[Wire]) -> Iterable[str]:
    yield from (field.alias or name for name, field in model.model_fields.items())
    for kind in model.__subclasses__():
        yield from _names(kind)
