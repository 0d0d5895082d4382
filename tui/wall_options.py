"""From settings to the options of a wall."""

import getpass
import os
from collections.abc import Mapping

from tui.alarm_limits import thresholds_of
from tui.config import Settings
from tui.config.attention import hours
from tui.config.service import group_rules
from tui.live.store.privacy import Privacy, Show
from tui.screens.wall.alarm_telling import AlarmDelivery, Hook
from tui.screens.wall.options import WallOptions
from tui.source.text import clean
from tui.views.arrangement.choices import Grouping, Order
from tui.views.attention.thresholds import warning_s
from widgets.cards.density import Density
from widgets.drawing.terminal_words import Notify, fitting_notify


def wall_options(settings: Settings, hook: Hook | None = None) -> WallOptions:
    """Make the options of a wall.

    Args:
        settings: What was set.
        hook: Runs `on_alarm`.

    Returns:
        Options; which notification the terminal knows is told by the environment.
    """
    return WallOptions(
        title=clean(settings.title),
        density=None if settings.density == "auto" else Density(settings.density),
        order=Order(settings.order),
        group=Grouping(settings.group),
        group_rules=group_rules(settings),
        filters=tuple(clean(words) for words in settings.filters),
        conversations=settings.conversations,
        thresholds=thresholds_of(settings),
        attention=_attention(settings, os.environ, hook),
        dim=tuple(hours(one) for one in settings.dim),
        page_s=settings.page_s,
        unlock_key=settings.unlock_key if settings.kiosk else "",
        names_zone=bool(settings.time_zone),
    )


def remark(policy: Privacy, *, supervise: bool) -> str:
    """Say what is not seen on a wall, and what it cannot do, to those who pass.

    Args:
        policy: What is shown of personal data.
        supervise: Whether it has a supervisor's keys.

    Returns:
        Such as `numbers masked · read only`.
    """
    masked = "" if policy.numbers is Show.SHOW else "numbers masked"
    return " · ".join(word for word in (masked, "" if supervise else "read only") if word)


def _attention(settings: Settings, environ: Mapping[str, str], hook: Hook | None) -> AlarmDelivery:
    said = settings.attention
    return AlarmDelivery(
        stale_s=said.stale_s,
        bell=said.bell,
        notify=fitting_notify(environ) if said.notify else Notify.OFF,
        quiet=tuple(hours(one) for one in said.quiet),
        hook=hook,
        by=_who(),
        stale_warn_s=warning_s(said.stale_warn_s, said.stale_s),
    )


def _who() -> str:
    try:
        return clean(getpass.getuser())
    except (KeyError, OSError):
        # A container may run as somebody whom the system does not know.
        return ""
