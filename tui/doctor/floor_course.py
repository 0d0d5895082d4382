"""How a floor is examined: the order of the steps, and what is made of their ends."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import NamedTuple

from nats.js.errors import APIError

from tui.doctor.floor_steps import (
    change_stream,
    check_encryption,
    check_keeping,
    check_payload,
    check_rollup,
    find_stream,
    greet,
    log_in_there,
    read_floor,
    read_server_version,
    resolve_server,
    time_round_trip,
    write_foreign,
    write_own,
)
from tui.doctor.floor_visit import FloorVisit
from tui.doctor.step import REFUSED, UNREACHABLE, DoctorStep, Finding, Verdict, fail
from tui.floor.errors import FloorCredentialsError, FloorError, FloorUnreachableError
from tui.live.fault import fault_code
from tui.source.text import clean

_LOG = logging.getLogger(__name__)
_WITHIN_S = 30.0


class FloorCheck(NamedTuple):
    """One step: its name, what it does, and the step without which it cannot be done ("" is none)."""

    name: str
    run: Callable[[FloorVisit], Awaitable[Finding]]
    needs: str = ""


CHECKS = (
    FloorCheck("name", resolve_server),
    FloorCheck("connection", greet, "name"),
    FloorCheck("tls", check_encryption, "connection"),
    FloorCheck("version", read_server_version, "connection"),
    FloorCheck("payload", check_payload, "connection"),
    FloorCheck("login", log_in_there, "tls"),
    FloorCheck("stream", find_stream, "login"),
    FloorCheck("round-trip", time_round_trip, "stream"),
    FloorCheck("rollup", check_rollup, "stream"),
    FloorCheck("keeping", check_keeping, "stream"),
    FloorCheck("read", read_floor, "keeping"),
    FloorCheck("own-keys", write_own, "stream"),
    FloorCheck("other-keys", write_foreign, "stream"),
    FloorCheck("protection", change_stream, "keeping"),
)
"""All steps, in their order."""


async def examine_floor(visit: FloorVisit, tell: Callable[[DoctorStep], None]) -> None:
    """Go through one server.

    Args:
        visit: Which.
        tell: Takes each step when it is done.
    """
    good: set[str] = set()
    for check in CHECKS:
        began_s = time.monotonic()
        if check.needs and check.needs not in good:
            found = Finding(f"needs {check.needs}", Verdict.SKIPPED)
        else:
            found = await _found(check, visit)
        step = DoctorStep(check.name, replace(found, detail=visit.told(found.detail)), time.monotonic() - began_s)
        if step.ok:
            good.add(check.name)
        tell(step)


async def _found(check: FloorCheck, visit: FloorVisit) -> Finding:
    try:
        async with asyncio.timeout(_WITHIN_S):
            return await check.run(visit)
    except (FloorUnreachableError, TimeoutError) as error:
        words = str(error) or f"not done within {_WITHIN_S:.0f} s"
        return fail(words, "See what stands between, and the log of the server.", UNREACHABLE)
    except FloorCredentialsError as error:
        return fail(str(error), "Get a new file of credentials from the operator of the server.", REFUSED)
    except FloorError as error:
        return fail(
            str(error), "Check user and password; callboard floor permissions prints who needs which rights.", REFUSED
        )
    except APIError as error:
        return fail(clean(error.description or "turned down"), "See the log of the server.", REFUSED)
    except Exception as error:  # a fault of ours in one step must not cost the others
        _LOG.exception("fault %s in the step %s", fault_code(error), check.name)
        return fail(f"a fault of callboard's own, {fault_code(error)}", "Tell it with what callboard log show prints.")
