"""One login as a wall knows it: the value that counts, one that was refused for its fence, and where its times are."""

from dataclasses import dataclass, field

from tui.floor.errors import FloorVersionError
from tui.floor.placing import PlacedLogin
from tui.floor.session import StoredMessage
from tui.floor.subjects import LoginKey
from tui.floor.values import LoginValue, decode_value


@dataclass(slots=True)
class KnownLogin:
    """One login.

    Attributes:
        key: Whose it is.
        name: What its source is called on the board.
        value: The last one that counts; None before the first.
        stored_s: When that was stored at the latest, clock of the board.
        refused: A later one with a lower fence, which counts when the other's session is silent and this one's is not.
        fault: Why the last value cannot be read; "" where it can.
        placed: The value on our clock.
        failed_s: Until when it was sure, since it is not live here; None while it is.
        was: The session of the value before, where it was another one.
        over: Whether it was taken away, since its publisher did not put it again.
        is_read: Whether the value that counts was read since we connected: else it may be an old one.
    """

    key: LoginKey
    name: str
    value: LoginValue | None = None
    stored_s: float = 0.0
    refused: LoginValue | None = None
    fault: str = ""
    placed: PlacedLogin | None = field(default=None, repr=False)
    failed_s: float | None = None
    was: str = ""
    over: bool = False
    is_read: bool = False

    @property
    def publisher(self) -> str:
        """Who wrote the value that counts; "" before there is one."""
        return self.value.signature.publisher if self.value is not None else ""

    @property
    def session(self) -> str:
        """Of the value that counts."""
        return self.value.signature.session if self.value is not None else ""

    def read(self, message: StoredMessage) -> LoginValue | None:
        """Read what came.

        Args:
            message: Its value, by whomever it was written.

        Returns:
            The value; None where it cannot be read, which is in `fault` then.
        """
        try:
            value = decode_value(message.data, self.name, self.value)
        except FloorVersionError as error:
            self.fault = f"its publisher {error}"
        except ValueError:
            self.fault = "its value cannot be read"
        else:
            self.fault = ""
            return value
        return None

    def is_fenced_off(self, value: LoginValue) -> bool:
        """Whether a value is of a publisher that another one took the login from."""
        return self.value is not None and value.signature.fence < self.value.signature.fence

    def take(self, value: LoginValue, stored_s: float) -> None:
        """Let a value count.

        Args:
            value: From `read`.
            stored_s: When it was stored at the latest, clock of the board.
        """
        self.over = self.over and self.session == value.signature.session
        self.was = self.session if self.session != value.signature.session else ""
        self.value, self.stored_s, self.refused, self.is_read = value, stored_s, None, True
