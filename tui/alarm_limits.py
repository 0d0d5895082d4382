"""From settings to what is an alarm, for screens and lines alike."""

from tui.config import Settings
from tui.config.attention import ThresholdSettings
from tui.views.attention.thresholds import Rule, Thresholds, Wait


def thresholds_of(settings: Settings) -> Thresholds:
    """Make the limits of calls.

    Args:
        settings: What was set.

    Returns:
        The rules of `[[thresholds]]`, and the defaults where none fits.
    """
    return Thresholds(rules=tuple(_rule(one) for one in settings.thresholds))


def _rule(one: ThresholdSettings) -> Rule:
    return Rule(Wait[one.what.name], one.alarm_s, one.warn_s, one.call_type, tuple(one.data.items()))
