"""The order of the steps: what each needs, how long it may take, and what is made of its end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from tui.doctor.advice import judged
from tui.doctor.answers import (
    compare_clocks,
    count_agents,
    count_calls,
    judge_voice,
    list_devices,
    list_features,
    list_services,
    log_in,
    read_version,
    take_snapshot,
)
from tui.doctor.certificate import check_tls
from tui.doctor.listening import check_cookies, check_csrf, poll_once, say_goodbye, shake_hands, subscribe
from tui.doctor.network import connect, find_way, resolve
from tui.doctor.step import UNREACHABLE, DoctorStep, Finding, Verdict, fail
from tui.doctor.visit import Visit
from tui.gws.bayeux import HOLD_MARGIN_S
from tui.gws.http import BODY_S, REQUEST_S
from tui.gws.poll_hold import LONGEST_HOLD_S
from tui.gws.rest import SNAPSHOT_S
from tui.live.fault import fault_code
from tui.live.feeds.snapshot_inquiry import EVERYTHING_S
from tui.source.errors import GwsError

_LOG = logging.getLogger(__name__)

_QUICK_S = 10.0
_REQUEST_S = REQUEST_S + BODY_S


@dataclass(frozen=True, slots=True)
class Check:
    """One step.

    Attributes:
        name: Its name, also in JSON.
        run: What it does.
        needs: The step without which it cannot be done; "" is none.
        within_s: How long it may take at the most.
    """

    name: str
    run: Callable[[Visit], Awaitable[Finding]]
    needs: str = ""
    within_s: float = _REQUEST_S


CHECKS: Sequence[Check] = (
    Check("proxy", find_way, within_s=_QUICK_S),
    Check("name", resolve, "proxy", _QUICK_S),
    Check("connection", connect, "name", _QUICK_S),
    Check("tls", check_tls, "connection", 2 * _QUICK_S),
    Check("version", read_version, "tls"),
    Check("clock", compare_clocks, "tls", _QUICK_S),
    Check("login", log_in, "tls"),
    Check("handshake", shake_hands, "login"),
    Check("csrf", check_csrf, "login", _QUICK_S),
    Check("subscription", subscribe, "handshake"),
    Check("services", list_services, "login"),
    Check("snapshot", take_snapshot, "login", EVERYTHING_S + SNAPSHOT_S + BODY_S),
    Check("features", list_features, "login"),
    Check("devices", list_devices, "snapshot", _QUICK_S),
    Check("calls", count_calls, "snapshot", _QUICK_S),
    Check("voice", judge_voice, "services", _QUICK_S),
    Check("poll", poll_once, "subscription", LONGEST_HOLD_S + 2 * HOLD_MARGIN_S),
    Check("agents", count_agents, "login"),
    Check("cookies", check_cookies, "login", _QUICK_S),
)
"""All steps of a source: from the login on, what a wall asks in its first minute, in its order.

Together they end within `LONGEST_S`.
"""

LONGEST_S = sum(check.within_s for check in CHECKS)


async def examine(visit: Visit, tell: Callable[[DoctorStep], None]) -> None:
    """Go through one source; what was begun there is ended, also when nobody waits for the rest.

    Args:
        visit: The source.
        tell: Takes each step when it is done.
    """
    good: set[str] = set()
    try:
        for check in CHECKS:
            step = await _take(check, visit, good)
            if step.ok:
                good.add(check.name)
            tell(step)
    finally:
        await say_goodbye(visit)
        await visit.end()


async def _take(check: Check, visit: Visit, good: set[str]) -> DoctorStep:
    if check.needs and check.needs not in good:
        return DoctorStep(check.name, Finding(f"needs {check.needs}", Verdict.SKIPPED))
    begun_s = time.monotonic()
    found = await _found(check, visit)
    told = Finding(visit.told(found.detail), found.verdict, found.advice, found.code)
    return DoctorStep(check.name, told, time.monotonic() - begun_s)


async def _found(check: Check, visit: Visit) -> Finding:
    try:
        async with asyncio.timeout(check.within_s):
            return await check.run(visit)
    except GwsError as error:
        return judged(check.name, error, visit)
    except TimeoutError:
        advice = "See what stands between: something takes what is sent, and does not answer."
        return fail(f"not done within {check.within_s:.0f} s", advice, UNREACHABLE)
    except Exception as error:  # a fault of ours in one step must not cost the others
        _LOG.exception("fault %s in the step %s", fault_code(error), check.name)
        return fail(f"a fault of callboard's own, {fault_code(error)}", "Tell it with what callboard log show prints.")
