"""From settings to the figures of service."""

from tui.config.settings import Settings
from tui.live.store.board import Board
from tui.views.arrangement.choices import GroupRules
from tui.views.service.service_count import ServiceCount


def group_rules(settings: Settings) -> GroupRules:
    """Which groups are teams, and what names a queue.

    Args:
        settings: What was set.
    """
    return GroupRules(settings.queue_key, settings.teams, settings.floor.is_set and not settings.floor.site)


def service_count(board: Board, settings: Settings) -> ServiceCount:
    """Begin to count what comes of calls.

    Args:
        board: As it may be shown.
        settings: What was set.
    """
    return ServiceCount(board, group_rules(settings), settings.answer_within_s)
