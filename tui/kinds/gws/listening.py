"""The steps of CometD: handshake, CSRF, subscription, one long poll, and whether the cookies hold to a node."""

import asyncio

from tui.doctor.step import REFUSED, Finding, Verdict, fail, warn
from tui.gws.bayeux import Bayeux
from tui.gws.stream import ESSENTIAL, TOPICS
from tui.kinds.gws.visit import GwsVisit
from tui.source.errors import SessionLostError, SourceError, UnreachableError

_AT_ONCE_S = 1.0
_LOOK_S = 0.1
_CSRF_ADVICE = (
    "Something between strips the headers X-CSRF-HEADER and X-CSRF-TOKEN from the answer to GET /me, or the cookies: "
    "let the proxy pass both on."
)


async def shake_hands(visit: GwsVisit) -> Finding:
    """Whether a CometD session begins."""
    visit.bayeux = bayeux = Bayeux(visit.session)
    try:
        await bayeux.shake_hands()
    except SessionLostError as error:
        last = visit.session.last
        body = last.body[:2000].decode(errors="replace") if last is not None else ""
        if "csrf" in f"{error} {body}".lower():
            visit.handshake_refused = visit.privacy.text(str(error))
        raise
    return Finding(f"accepted, advice: {_advice(bayeux)}")


async def check_csrf(visit: GwsVisit) -> Finding:
    """Whether a CSRF token was given at login, and accepted with a POST (API.md 1.3)."""
    header, bayeux = visit.session.csrf_header, visit.bayeux
    if visit.handshake_refused:
        given = f"the token in {header} was not accepted" if header else "the server wants a token, and gave none"
        return fail(f"{given}: {visit.handshake_refused}", _CSRF_ADVICE, REFUSED)
    if bayeux is None or bayeux.client_id is None:
        return Finding(f"{header or 'no token'} given; not proved without a handshake", Verdict.SKIPPED)
    return Finding(f"{header} given and accepted" if header else "no token given, and none wanted")


async def subscribe(visit: GwsVisit) -> Finding:
    """Whether the topics are granted; without the calls and devices a board would be deaf."""
    bayeux = _session(visit)
    await bayeux.poll(at_once=True, subscribe=TOPICS)
    refused = bayeux.refusals
    words = ", ".join(
        f"{topic} {_refusal(refused[topic], visit) if topic in refused else 'granted'}" for topic in TOPICS
    )
    if any(topic in refused for topic in ESSENTIAL):
        return fail(words, "Let an administrator give this login the Voice API; a second session may be in the way.")
    if refused:
        return warn(words, "Nothing: a Voice service that goes down is then seen a little later.")
    return Finding(words)


async def poll_once(visit: GwsVisit) -> Finding:
    """One long poll: how long it was held. Messages that come are counted, and not read.

    A server that holds it for longer than was asked for is believed by the same rule as on a wall
    (`tui.gws.poll_hold`), and its end is not waited for.
    """
    bayeux = _session(visit)
    bayeux.events.clear()
    loop = asyncio.get_running_loop()
    asked_s = loop.time()
    try:
        answered = await _poll_is_answered(bayeux)
    except UnreachableError:
        held_s = loop.time() - asked_s
        is_overdue = bayeux.hold.sure and held_s >= bayeux.longest_silence_s - 2 * _LOOK_S
        if not is_overdue or not await _is_alive(visit):
            raise
        words = f"no answer within {held_s:.0f} s, but the server answers other questions meanwhile"
        advice = f"See who holds polls for longer than the {bayeux.hold_s:g} s that are advised: server or proxy."
        return warn(f"{words}; after two of these callboard waits for longer", advice)
    if not answered:
        words = f"the server holds polls for {bayeux.hold.own_s:g} s, longer than asked; it answers other questions"
        return Finding(f"{words} meanwhile, so callboard waits; advice: {_advice(bayeux)}")
    held_s, found = loop.time() - asked_s, len(bayeux.events)
    words = f"held {held_s:.1f} s, {found} message{'' if found == 1 else 's'}; advice: {_advice(bayeux)}"
    if bayeux.interval_s > 0:
        return warn(words, "The server wants pauses between polls: another session with this cookie, or its setting.")
    if not found and held_s < min(_AT_ONCE_S, bayeux.hold_s / 2):
        return warn(
            words, "The poll was not held: see whether a proxy answers it, or cometd_path is another program's."
        )
    return Finding(words)


async def _is_alive(visit: GwsVisit) -> bool:
    try:
        await visit.rest.told("/diagnostics/version")
    except SourceError:
        return False
    return True


async def _poll_is_answered(bayeux: Bayeux) -> bool:
    """Poll until the answer, or until it shows that the server holds on beyond what was asked for."""
    polling = asyncio.create_task(bayeux.poll(at_once=False), name="the doctor's poll")
    try:
        while not (polling.done() or bayeux.hold.ignored):
            await asyncio.wait([polling], timeout=_LOOK_S)
        if polling.done():
            polling.result()
        return polling.done()
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)


async def check_cookies(visit: GwsVisit) -> Finding:
    """Which cookies keep us at one node, by name; a new session in the middle of one means another node."""
    given = visit.session.cookies
    if not given:
        advice = "Let the load balancer be sticky by address: without cookies each request may meet another node."
        return warn("none: every request carries the credentials", advice)
    names = ", ".join(sorted(given))
    if why := visit.session.unsent_words:
        advice = (
            "Let the server, or the proxy before it, give cookies that fit the address in url: scheme, host and path."
        )
        return warn(f"{names}; {why}: every request carries the credentials", advice)
    # Balancers may give their own cookie a new value with every answer; the session's changes only with the node.
    if any("SESSION" in name.upper() and len(set(values)) > 1 for name, values in given.items()):
        advice = "Make the load balancer sticky for the HTTP session: REST and CometD must meet the same node."
        return warn(f"{names}; the session's cookie changed on the way", advice)
    if visit.bayeux is None or visit.bayeux.client_id is None:
        return Finding(f"{names}; no CometD request was accepted")
    return Finding(f"{names}; kept by the CometD requests")


def _refusal(words: str, visit: GwsVisit) -> str:
    return f"refused ({visit.privacy.text(words)})"


def _session(visit: GwsVisit) -> Bayeux:
    assert visit.bayeux is not None, "the course asks for a handshake first"
    return visit.bayeux


def _advice(bayeux: Bayeux) -> str:
    return f"{bayeux.reconnect}, hold {bayeux.hold_s:g} s, interval {bayeux.interval_s:g} s"
