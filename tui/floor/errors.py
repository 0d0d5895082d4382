"""What a NATS server answers instead of what was asked for."""

from tui.source.text import clean


class FloorError(Exception):
    """A floor cannot be used; its text is for people."""


class FloorUnreachableError(FloorError):
    """No answer came, or nobody is there."""


class FloorRefusedError(FloorError):
    """The server does not let this user in, or not do that."""


class FloorStreamError(FloorError):
    """The stream is missing, or not one that can be trusted."""


class FloorVersionError(FloorError, ValueError):
    """Somebody writes another version of values."""

    def __init__(self, version: int) -> None:
        """Say which.

        Args:
            version: Of the value.
        """
        super().__init__(f"speaks version {clean(str(version), 20)}")


class FloorConflictError(FloorError):
    """Somebody else wrote there since it was read."""


class FloorCredentialsError(FloorError):
    """What one wants to show to the server cannot be used."""
