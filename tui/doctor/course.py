"""The order of the steps: what each needs, how long it may take, and what is made of its end."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tui.doctor.advice import Advice, judged
from tui.doctor.certificate import check_tls
from tui.doctor.network import connect, find_way, resolve
from tui.doctor.step import UNREACHABLE, DoctorStep, Finding, Verdict, fail
from tui.doctor.visit import Visit
from tui.live.fault import fault_code
from tui.source.errors import SourceError

_LOG = logging.getLogger(__name__)

_QUICK_S = 10.0


@dataclass(frozen=True, slots=True)
class Check:
    """One step.

    Attributes:
        name: Its name, also in JSON.
        run: What it does with a visit of its kind.
        needs: The step without which it cannot be done; "" is none.
        within_s: How long it may take at the most.
    """

    name: str
    run: Callable[[Any], Awaitable[Finding]]
    needs: str = ""
    within_s: float = _QUICK_S


@dataclass(frozen=True, slots=True)
class Course:
    """How sources of a kind are examined.

    Attributes:
        visit: What the steps share.
        checks: The steps in their order; those of the network are `NETWORK`.
        advice: What to do about errors that mean more here than elsewhere.
    """

    visit: type[Visit]
    checks: Sequence[Check]
    advice: Advice


NETWORK = (
    Check("proxy", find_way),
    Check("name", resolve, "proxy"),
    Check("connection", connect, "name"),
    Check("tls", check_tls, "connection", 2 * _QUICK_S),
)


async def examine(course: Course, visit: Visit, tell: Callable[[DoctorStep], None]) -> None:
    """Go through one source; what was begun there is ended, also when nobody waits for the rest.

    Args:
        course: How.
        visit: The source, as the course has it.
        tell: Takes each step when it is done.
    """
    good: set[str] = set()
    try:
        for check in course.checks:
            step = await _take(course, check, visit, good)
            if step.ok:
                good.add(check.name)
            tell(step)
    finally:
        await visit.end()


async def _take(course: Course, check: Check, visit: Visit, good: set[str]) -> DoctorStep:
    if check.needs and check.needs not in good:
        return DoctorStep(check.name, Finding(f"needs {check.needs}", Verdict.SKIPPED))
    begun_s = time.monotonic()
    found = await _found(course, check, visit)
    told = Finding(visit.told(found.detail), found.verdict, found.advice, found.code)
    return DoctorStep(check.name, told, time.monotonic() - begun_s)


async def _found(course: Course, check: Check, visit: Visit) -> Finding:
    try:
        async with asyncio.timeout(check.within_s):
            return await check.run(visit)
    except SourceError as error:
        return judged(check.name, error, visit, course.advice)
    except TimeoutError:
        advice = "See what stands between: something takes what is sent, and does not answer."
        return fail(f"not done within {check.within_s:.0f} s", advice, UNREACHABLE)
    except Exception as error:  # a fault of ours in one step must not cost the others
        _LOG.exception("fault %s in the step %s", fault_code(error), check.name)
        return fail(f"a fault of callboard's own, {fault_code(error)}", "Tell it with what callboard log show prints.")
