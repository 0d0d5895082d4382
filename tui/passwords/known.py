"""The secrets that a run has seen, none of which may be written anywhere; no more of them in a year than in a day."""

from collections.abc import Collection, Iterator

from pydantic import SecretStr

MOST = 16
"""Of one login. A program that gives another password each time is asked after a refusal: five times in the first
minute at the most, then once in five minutes (`live/feeds/logins.py`). So these are those of about an hour, while
what is still on its way with one of them is over within a minute, and the session that goes on has the last one."""


class Known(Collection[SecretStr]):
    """The last secrets of each login."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._by_owner: dict[str, dict[str, SecretStr]] = {}
        self._all: tuple[SecretStr, ...] = ()

    def add(self, owner: str, secret: SecretStr) -> None:
        """Know one more; of more than `MOST` of one owner the one that was not seen for the longest is forgotten.

        Args:
            owner: Whose it is, such as the words for what was wanted.
            secret: The secret that is used from now on.
        """
        seen = self._by_owner.setdefault(owner, {})
        seen.pop(secret.get_secret_value(), None)
        seen[secret.get_secret_value()] = secret
        if len(seen) > MOST:
            del seen[next(iter(seen))]
        self._all = tuple(one for known in self._by_owner.values() for one in known.values())

    def __contains__(self, secret: object) -> bool:
        """Whether it is known."""
        return secret in self._all

    def __iter__(self) -> Iterator[SecretStr]:
        """All of them, by owner, those seen last at the end."""
        return iter(self._all)

    def __len__(self) -> int:
        """How many."""
        return len(self._all)
