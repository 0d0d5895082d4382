"""The headers of an answer, found by their names."""

from collections.abc import Iterable


class AnswerHeaders:
    """Headers by name, in whatever case; cookies and tokens are among them, so that it never tells all of them."""

    __slots__ = ("_values",)

    def __init__(self, raw: Iterable[tuple[bytes, bytes]] = ()) -> None:
        """Read them.

        Args:
            raw: As they came.
        """
        self._values: dict[str, list[str]] = {}
        for name, value in raw:
            self._values.setdefault(_text(name).lower(), []).append(_text(value))

    def __contains__(self, name: str) -> bool:
        """Whether there is one of this name.

        Args:
            name: In lower case.
        """
        return name in self._values

    def get(self, name: str, default: str = "") -> str:
        """One header.

        Args:
            name: In whatever case.
            default: Where there is none.

        Returns:
            Its value; several of one name with commas between them, as RFC 9110 (5.3) reads them.
        """
        values = self._values.get(name.lower())
        return default if values is None else ", ".join(values)

    def get_list(self, name: str) -> list[str]:
        """All headers of a name, which is in lower case, one by one: those of cookies cannot be joined."""
        return self._values.get(name, [])


def _text(value: bytes) -> str:
    # Nearly all are ASCII, which is UTF-8; what else may come stands for itself.
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("iso-8859-1")
