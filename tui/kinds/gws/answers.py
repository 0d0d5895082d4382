"""The steps over HTTP: what the server answers to the requests that a wall begins with."""

import time
from collections import Counter
from collections.abc import Iterable

from tui.doctor.step import Finding, Verdict, fail, warn
from tui.gws.snapshot_answer import SUBRESOURCES
from tui.gws.voice import VoiceServices
from tui.kinds.gws.visit import GwsVisit
from tui.language.count_words import count_of
from tui.live.feeds.roster import read_agents
from tui.live.store.link import SEES_NOTHING
from tui.source.errors import SessionLostError
from tui.source.models import Device, DeviceState
from tui.source.outages import Down
from tui.source.reading import read_text
from tui.source.snapshot import SnapshotScope
from tui.source.text import clean

CLOCK_S = 30.0
"""Clocks that differ by more are told."""

_VOICE_FEATURE = "api-voice"
_MOST_FEATURES = 12
_VOICE_ADVICE = "The Voice service is down: T-Server, or its connection, needs the server's people."
_MONITORING = ("api-supervisor-monitoring", "api-supervisor-agent-control")


async def read_version(visit: GwsVisit) -> Finding:
    """Which release it is (API.md 1.8); asked without credentials."""
    try:
        version = read_text((await visit.rest.told("/diagnostics/version")).get("version"))
    except SessionLostError:
        return Finding("kept from those who are not logged in")
    return Finding(version) if version else warn("not told", "Nothing, if the login works.")


async def compare_clocks(visit: GwsVisit) -> Finding:
    """How far the two clocks are apart."""
    ahead_s = visit.session.ahead_s
    if ahead_s is None:
        return Finding("no answer told the time", Verdict.SKIPPED)
    words = f"the server's clock is {abs(ahead_s):.0f} s {'ahead of' if ahead_s > 0 else 'behind'} ours"
    if abs(ahead_s) > CLOCK_S:
        return warn(words, "Let both machines take their time from NTP: times of logs cannot be compared as it is.")
    return Finding(words if abs(ahead_s) >= 2 else "the same, to the second")


async def log_in(visit: GwsVisit) -> Finding:
    """Whether the login is good: once, for wrong passwords lock accounts; outside ASCII once in each encoding."""
    if visit.password is None:
        return fail(visit.no_password, "Set CALLBOARD_PASSWORD, or see callboard wall --help for other ways.")
    user = await visit.rest.log_in()
    visit.inquiry.begin(user)
    roles = ", ".join(sorted(user.roles)) or "none told"
    credentials = visit.session.credentials
    written = f", written as {credentials.encoding.upper()}" if len(credentials.encodings) > 1 else ""
    return Finding(f"accepted{written}, roles: {roles}")


async def list_services(visit: GwsVisit) -> Finding:
    """The backends and their state (API.md 1.8)."""
    visit.services = await visit.rest.services()
    if not visit.services:
        return Finding("not told to this login")
    words = ", ".join(f"{clean(one.name, 40)} ({one.type}) {one.state}" for one in visit.services)
    return fail(words, _VOICE_ADVICE) if _voice_down(visit).ours else Finding(words)


async def take_snapshot(visit: GwsVisit) -> Finding:
    """The whole state in the form in which a wall can have it."""
    begun_s = time.monotonic()
    visit.snapshot = found = await visit.inquiry.ask(visit.rest)
    number = len(found.calls) + len(found.unreadable)
    seen = f"{count_of(number, 'call')} and {count_of(len(found.devices), 'device')}"
    words = f"subresources={SUBRESOURCES[visit.inquiry.form]}: {seen} can be seen"
    took_s = time.monotonic() - begun_s
    if visit.inquiry.why:
        advice = "Nothing for the calls, the rest comes beside them. See which backend fails, or what is so large."
        return warn(
            f"{words}; subresources={SUBRESOURCES[SnapshotScope.EVERYTHING]} {visit.privacy.text(visit.inquiry.why)}",
            advice,
        )
    return Finding(f"{words}, in {took_s:.2f} s")


async def list_features(visit: GwsVisit) -> Finding:
    """Which features the login has (API.md 1.7)."""
    whole = visit.snapshot is not None and not visit.inquiry.why
    user = visit.snapshot.user if visit.snapshot and whole else (await visit.rest.snapshot(SnapshotScope.REST)).user
    names = sorted(feature.id for feature in user.features)
    if not names:
        return warn("not told to this login", "Nothing, if devices and calls are found.")
    shown = ", ".join(names[:_MOST_FEATURES]) + (", ..." if len(names) > _MOST_FEATURES else "")
    if _VOICE_FEATURE not in names:
        return fail(f"{_VOICE_FEATURE} is missing: {shown}", "Let an administrator assign the feature api-voice.")
    missing = [name for name in _MONITORING if name not in names]
    return Finding(shown + (f"; without {', '.join(missing)}" if missing else ""))


async def list_devices(visit: GwsVisit) -> Finding:
    """The devices of the login, with agent states."""
    devices = visit.snapshot.devices if visit.snapshot else ()
    if not devices:
        advice = "Start a session for this login (callboard desk, S), or let a device be assigned to it."
        return warn("none: no call of this login can be seen", advice)
    words = ", ".join(_device(device, visit) for device in devices)
    if any(device.device_state == DeviceState.INACTIVE for device in devices):
        return warn(words, "An inactive device is not registered: see whether its phone is on, and T-Server knows it.")
    return Finding(words)


async def count_calls(visit: GwsVisit) -> Finding:
    """How many calls this login can see."""
    snapshot = visit.snapshot
    calls, unreadable = (snapshot.calls, snapshot.unreadable) if snapshot else ((), ())
    states = ", ".join(f"{count} {state}" for state, count in sorted(Counter(call.state for call in calls).items()))
    words = f"{f'{len(calls)}: {states}' if calls else 'none'}, of this login and no other"
    if unreadable:
        return warn(f"{words}; {len(unreadable)} unreadable", "Tell the developers what the event log says of them.")
    if snapshot is None or not (snapshot.calls or snapshot.devices):
        return warn(f"none: {SEES_NOTHING}", "See the steps features and devices: there may be calls all the same.")
    return Finding(words)


async def judge_voice(visit: GwsVisit) -> Finding:
    """Whether a Voice service is down, and whether the devices of this login are on it."""
    if not visit.services:
        return Finding("not told to this login")
    down = _voice_down(visit)
    if down.ours:
        return fail(f"{_names(down.ours)} is down, which devices of this login are on", _VOICE_ADVICE)
    if down.elsewhere:
        words = f"{_names(down.elsewhere)} is down, and no device of this login is known to be on it"
        return warn(words, "Nothing for this login, if that is another site's.")
    return Finding("no Voice service is down")


async def count_agents(visit: GwsVisit) -> Finding:
    """How many agents of its groups this login can see (API.md 8.1)."""
    found, missing = await read_agents(visit.rest)
    if not found:
        return Finding("none told to this login")
    here = sum(contact.voice is not None for contact, _ in found.values())
    more = f"; {missing} more are not read" if missing else ""
    return Finding(f"{len(found)}, {here} of them logged in{more}; only their states are seen, not their calls")


def _voice_down(visit: GwsVisit) -> Down:
    voice = VoiceServices()
    voice.take_all(visit.services)
    return voice.down(visit.snapshot.devices if visit.snapshot else ())


def _names(services: Iterable[str]) -> str:
    return ", ".join(clean(name, 40) for name in services)


def _device(device: Device, visit: GwsVisit) -> str:
    agent = device.user_state.display_name or device.user_state.state or "state not told"
    return f"{visit.privacy.number(device.phone_number)} {device.device_state or 'state not told'}, agent {agent}"
