"""What a NATS server answers instead of what was asked for."""


class FloorError(Exception):
    """A floor cannot be used; its text is for people."""


class FloorUnreachableError(FloorError):
    """No answer came, or nobody is there."""


class FloorRefusedError(FloorError):
    """The server does not let this user in, or not do that."""


class FloorStreamError(FloorError):
    """The stream is missing, or not one that can be trusted."""
