"""The steps over HTTP: what the server answers to the requests that a wall begins with."""

from collections import Counter

from tui.doctor.step import Finding, Verdict, fail, warn
from tui.doctor.visit import Visit
from tui.gws.errors import SessionLostError
from tui.gws.models import Device
from tui.gws.reading import read_text
from tui.gws.snapshot import VOICE
from tui.gws.text import clean

CLOCK_S = 30.0
"""Clocks that differ by more are told."""

_VOICE_FEATURE = "api-voice"
_MOST_FEATURES = 12
_MONITORING = ("api-supervisor-monitoring", "api-supervisor-agent-control")


async def read_version(visit: Visit) -> Finding:
    """Which release it is (gws-api.md 1.8); asked without credentials."""
    try:
        version = read_text((await visit.rest.told("/diagnostics/version")).get("version"))
    except SessionLostError:
        return Finding("kept from those who are not logged in")
    return Finding(version) if version else warn("not told", "Nothing, if the login works.")


async def compare_clocks(visit: Visit) -> Finding:
    """How far the two clocks are apart."""
    ahead_s = visit.session.ahead_s
    if ahead_s is None:
        return Finding("no answer told the time", Verdict.SKIPPED)
    words = f"the server's clock is {abs(ahead_s):.0f} s {'ahead of' if ahead_s > 0 else 'behind'} ours"
    if abs(ahead_s) > CLOCK_S:
        return warn(words, "Let both machines take their time from NTP: times of logs cannot be compared as it is.")
    return Finding(words if abs(ahead_s) >= 2 else "the same, to the second")


async def log_in(visit: Visit) -> Finding:
    """Whether the login is good: once, for repeated wrong passwords lock accounts."""
    if visit.password is None:
        return fail(visit.no_password, "Set CALLBOARD_PASSWORD, or see callboard wall --help for other ways.")
    user = await visit.rest.log_in()
    roles = ", ".join(sorted(user.roles)) or "none told"
    return Finding(f"accepted, roles: {roles}")


async def list_features(visit: Visit) -> Finding:
    """Which features the login has (gws-api.md 1.7)."""
    names = sorted(feature.id for feature in (await visit.rest.snapshot("features")).user.features)
    if not names:
        return warn("not told to this login", "Nothing, if devices and calls are found.")
    shown = ", ".join(names[:_MOST_FEATURES]) + (", ..." if len(names) > _MOST_FEATURES else "")
    if _VOICE_FEATURE not in names:
        return fail(f"{_VOICE_FEATURE} is missing: {shown}", "Let an administrator assign the feature api-voice.")
    missing = [name for name in _MONITORING if name not in names]
    return Finding(shown + (f"; without {', '.join(missing)}" if missing else ""))


async def list_devices(visit: Visit) -> Finding:
    """The devices of the login, with agent states, from the snapshot that a wall takes."""
    visit.snapshot = await visit.rest.snapshot(VOICE)
    devices = visit.snapshot.devices
    if not devices:
        advice = "Start a session for this login (callboard desk, S), or let a device be assigned to it."
        return warn("none: no call of this login can be seen", advice)
    words = ", ".join(_device(device, visit) for device in devices)
    if any(device.device_state == "Inactive" for device in devices):
        return warn(words, "An inactive device is not registered: see whether its phone is on, and T-Server knows it.")
    return Finding(words)


async def count_calls(visit: Visit) -> Finding:
    """How many calls there are."""
    snapshot = visit.snapshot
    calls, unreadable = (snapshot.calls, snapshot.unreadable) if snapshot else ((), ())
    states = ", ".join(f"{count} {state}" for state, count in sorted(Counter(call.state for call in calls).items()))
    words = f"{len(calls)}: {states}" if calls else "none"
    if unreadable:
        return warn(f"{words}; {len(unreadable)} unreadable", "Tell the developers what the event log says of them.")
    return Finding(words)


async def list_services(visit: Visit) -> Finding:
    """The backends and their state (gws-api.md 1.8)."""
    services = await visit.rest.services()
    if not services:
        return Finding("not told to this login")
    words = ", ".join(f"{clean(one.name, 40)} ({one.type}) {one.state}" for one in services)
    if any(one.type == "Voice" and one.state == "Inactive" for one in services):
        return fail(words, "The Voice service is down: T-Server, or its connection, needs the server's people.")
    return Finding(words)


def _device(device: Device, visit: Visit) -> str:
    agent = device.user_state.display_name or device.user_state.state or "state not told"
    return f"{visit.privacy.number(device.phone_number)} {device.device_state or 'state not told'}, agent {agent}"
