"""From settings to what publishes the logins of a run to a floor."""

from typing import TYPE_CHECKING

from tui import __version__
from tui.config import ConfigError, Settings
from tui.passwords import Secrets

if TYPE_CHECKING:
    from tui.floor.beats import PublisherKind
    from tui.floor.writing.outlet import FloorOutlet
    from tui.floor.writing.publisher import PublisherOptions
    from tui.live.store.board import Board
    from tui.live.store.journal import Journal
    from tui.wiring import MakeOutlet

NO_LIBRARY = "a floor needs the extra floor of callboard: pip install 'nats-py>=2.14,<3'"


def publication(settings: Settings, secrets: Secrets, kind: str, *, take_over: bool = False) -> "MakeOutlet":
    """Look whether a run can publish, and find what it shows to the server.

    Args:
        settings: The sources, the floor, and what is published.
        secrets: Those of the run, which know those of the floor from now on.
        kind: `collector` or `desk`.
        take_over: Whether logins are taken from a publisher that is alive.

    Returns:
        Makes what publishes, of a board.

    Raises:
        ConfigError: Something is missing, or cannot be.
    """
    _check(settings)
    try:
        # Nothing of NATS is imported where nothing is published.
        from tui.codec.secrets import RecordingRedaction
        from tui.floor.beats import PublisherKind
        from tui.floor.subjects import Subjects
        from tui.floor.writing.encoding import LoginEncoder
        from tui.floor.writing.outlet import FloorOutlet
        from tui.floor.writing.publisher import FloorPublisher
        from tui.kinds.floor.way import FloorWay
    except ImportError as error:
        raise ConfigError(NO_LIBRARY) from error
    way, subjects = FloorWay(settings.floor, secrets), Subjects(settings.floor.bucket)
    options = _options(settings, PublisherKind(kind), take_over)
    logins = {source.label: source.user for source in settings.sources}

    def make(board: "Board", journal: "Journal") -> "FloorOutlet":
        encoder = LoginEncoder(settings.published, RecordingRedaction(secrets.known))
        return FloorOutlet(FloorPublisher(board, logins, way.connect, subjects, options, encoder), journal)

    return make


def publisher_name(settings: Settings) -> str:
    """What a publisher is called: by its own name, else as who it is at the server."""
    return settings.publish.name or settings.floor.user


def _check(settings: Settings) -> None:
    from tui.floor.subjects import escape_login, token

    if not settings.floor.is_set:
        raise ConfigError("there is no floor to publish to: give --floor, or url in [floor]")
    if not publisher_name(settings):
        raise ConfigError("publish.name: missing, and there is no user in [floor] whose name it could be")
    try:
        token(publisher_name(settings))
    except ValueError as error:
        raise ConfigError(f"publish.name: {error}, and no other publisher's") from None
    logins = [source.user for source in settings.sources]
    if len(logins) > settings.publish.max_logins:
        raise ConfigError(f"{len(logins)} sources are more than publish.max_logins = {settings.publish.max_logins}")
    for login in logins:
        if logins.count(login) > 1:
            raise ConfigError(f"sources: {login} is there twice, and is one login of a floor")
        try:
            escape_login(login)
        except ValueError as error:
            raise ConfigError(f"sources: a user name that cannot be published ({error})") from None


def _options(settings: Settings, kind: "PublisherKind", take_over: bool) -> "PublisherOptions":
    from tui.floor.beats import PublisherKind
    from tui.floor.writing.publisher import PublisherOptions

    is_desk = kind is PublisherKind.DESK
    return PublisherOptions(
        name=publisher_name(settings),
        site=settings.publish.site,
        kind=kind,
        beat_s=settings.publish.beat("desk" if is_desk else "collector"),
        program=__version__,
        take_over=take_over,
        # A desk that is left has nobody at it; a collector comes back.
        says_gone=is_desk,
        refused_s=settings.refused_retry_s,
    )
