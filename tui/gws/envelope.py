"""What every answer of the REST API carries (API.md 1.5)."""

from typing import Annotated

from tui.source.models import Wire
from tui.source.reading import FieldReader, Integer, Text


class ChannelFailure(Wire):
    """A channel that failed in a partial success (API.md 1.5)."""

    channel: Text = ""
    status_code: Integer = None
    status_message: Text = ""


def _failures(value: object) -> tuple[ChannelFailure, ...]:
    return (
        tuple(ChannelFailure.model_validate(item) for item in value[:20] if isinstance(item, dict))
        if isinstance(value, list)
        else ()
    )


class Envelope(Wire):
    """What every answer carries (API.md 1.5)."""

    status_code: Integer = None
    status_message: Text = ""
    version: Text = ""
    failed: Annotated[tuple[ChannelFailure, ...], FieldReader(_failures)] = ()

    @property
    def failed_words(self) -> str:
        """Which channels failed and why, in words; "" for a whole success."""
        return ", ".join(f"{one.channel}: {one.status_message or one.status_code}" for one in self.failed)
