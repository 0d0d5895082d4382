"""Where this system keeps a user's configuration and logs, which may be nowhere: not every user has a home."""

from pathlib import Path

from platformdirs import user_config_path, user_log_path, user_state_path

NO_HOME = "nobody knows the home folder of this user: set HOME"
"""Such as in a container that runs as a number without an entry in `/etc/passwd`."""


def config_folder() -> Path | None:
    """Folder of the configuration; None where there is no home."""
    try:
        return _absolute(user_config_path("callboard"))
    except RuntimeError:
        return None


def log_folder() -> Path | None:
    """Folder of the log; None where there is no home."""
    try:
        return _absolute(user_log_path("callboard"))
    except RuntimeError:
        return None


def audit_folder() -> Path | None:
    """Folder of the audit log; None where there is no home."""
    try:
        state = _absolute(user_state_path("callboard"))
    except RuntimeError:
        return None
    return None if state is None else state / "audit"


def day_folder() -> Path | None:
    """Folder of what desks keep of the day; None where there is no home."""
    folder = audit_folder()
    return None if folder is None else folder.with_name("day")


def at_home(path: Path) -> Path:
    """Put the home in the place of a leading `~`.

    Args:
        path: Any path.

    Raises:
        ValueError: Nobody knows that home.
    """
    try:
        return path.expanduser()
    except RuntimeError:
        raise ValueError("nobody knows the home folder that ~ means") from None


def _absolute(path: Path) -> Path | None:
    # Some versions of the library leave a ~ that they cannot replace, which would become a folder of that name.
    return path if path.is_absolute() else None
