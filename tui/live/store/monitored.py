"""Which calls are a supervisor's own copy of somebody's call, and which devices are a supervisor's."""

from tui.live.store.bare import BareDeviceResource, BareResource
from tui.source.capability import Capability

_STARTERS = frozenset({Capability.LISTEN_IN.value, Capability.COACH.value, Capability.BARGE_IN.value})
_SWITCHES = frozenset({Capability.SWITCH_TO_LISTEN_IN.value, Capability.SWITCH_TO_BARGE_IN.value})


def is_monitored_call(call: BareResource) -> bool:
    """Whether this is a supervisor's own copy of somebody's call.

    Args:
        call: The resource; `monitoring` may be missing on it (API.md 5.6), the switches are not.
    """
    return call.monitoring or call.supervisor_monitoring_state is not None or bool(call.capabilities & _SWITCHES)


def can_monitor(device: BareDeviceResource) -> bool:
    """Whether this is a device that can monitor, or does (API.md 7.1).

    Args:
        device: The resource.
    """
    return device.supervisor_monitoring_state is not None or bool(device.capabilities & _STARTERS)
