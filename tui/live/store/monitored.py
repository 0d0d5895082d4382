"""Which calls are a supervisor's own copy of somebody's call."""

from tui.live.store.bare import BareResource
from tui.source.capability import Capability

_SWITCHES = frozenset({Capability.SWITCH_TO_LISTEN_IN.value, Capability.SWITCH_TO_BARGE_IN.value})


def is_monitored_call(call: BareResource) -> bool:
    """Whether this is a supervisor's own copy of somebody's call.

    Args:
        call: The resource; `monitoring` may be missing on it (API.md 5.6), the switches are not.
    """
    return call.monitoring or call.supervisor_monitoring_state is not None or bool(call.capabilities & _SWITCHES)
