"""The logins of a floor: one reader for all of them."""

from urllib.parse import urlsplit

from tui.config import ConfigError, Settings
from tui.kinds.floor.publication import NO_LIBRARY
from tui.kinds.kind import Made, MakeBeside, SharedParts
from tui.passwords import Secrets


def floor_reader(settings: Settings, secrets: Secrets) -> MakeBeside:
    """Look whether a run can read its floor, and find what it shows to the server.

    Args:
        settings: With a floor.
        secrets: Those of the run, which know those of the floor from now on.

    Returns:
        Makes what reads it.

    Raises:
        ConfigError: Something is missing, or cannot be used.
    """
    try:
        from tui.floor.reader import FloorReader
        from tui.floor.reading import FloorReading
        from tui.floor.subjects import Subjects
        from tui.kinds.floor.way import FloorWay
    except ImportError as error:
        raise ConfigError(NO_LIBRARY) from error
    floor = settings.floor
    way = FloorWay(floor, secrets)
    reading = FloorReading(
        name=urlsplit(floor.url[0]).hostname or floor.bucket,
        subjects=Subjects(floor.bucket),
        sites=(floor.site,) if floor.site else (),
        only=floor.only,
        encrypted=floor.encrypted,
        refused_s=settings.refused_retry_s,
    )

    def make(shared: SharedParts) -> Made:
        reader = FloorReader(way.connect, reading, shared.board, shared.journal)
        return Made([reader], relays=[reader])

    return make
