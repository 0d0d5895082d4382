"""The steps of an examination of a floor. What is refused is tried for real, with words that change nothing."""

import asyncio
import re
import ssl
import time
from secrets import token_hex

from nats.js.errors import APIError, NotFoundError

from tui.doctor.certificate import advice_for_certificate, judged_certificate
from tui.doctor.floor_visit import FloorVisit
from tui.doctor.network import NAME_S, addresses_of
from tui.doctor.step import REFUSED, UNREACHABLE, Finding, Verdict, fail, warn
from tui.doctor.tunnel import reason
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorConflictError, FloorRefusedError, FloorStreamError
from tui.floor.keys import FloorKeys
from tui.floor.limits import LARGEST_VALUE_BYTES
from tui.floor.session import FloorSession
from tui.floor.stream import check_stream
from tui.floor.subjects import PublisherKey
from tui.language.count_words import count_of
from tui.source.text import clean

OLDEST = (2, 9, 10)
"""Of the server: what Debian 12 has."""
_NEVER = 2**62
"""No value has this number: what is written upon it is turned down, after whether it may be written at all."""
_SPOILT = b"no JSON"
"""No stream is changed to that. One that can be purged would be, by a server of 2.15, whatever is said beside it: so it
is looked first whether the stream lets itself be purged at all."""
_RIGHTS = "Give this user the rights that callboard floor permissions prints."
_PROTECTED = ("PURGE", "UPDATE", "MSG.DELETE")


async def resolve_server(visit: FloorVisit) -> Finding:
    """What the name stands for."""
    try:
        async with asyncio.timeout(NAME_S):
            found = await addresses_of(visit.host, visit.port)
    except TimeoutError:
        return fail(f"{visit.host}: no answer within {NAME_S:.0f} s", "Check the DNS servers.", UNREACHABLE)
    except (OSError, UnicodeError) as error:
        words = f"{visit.host}: {getattr(error, 'strerror', None) or error}"
        return fail(words, "Check the spelling of url in [floor], and the DNS servers of this machine.", UNREACHABLE)
    return Finding(f"{visit.host} is {', '.join(found)}" if found != [visit.host] else "an address already")


async def greet(visit: FloorVisit) -> Finding:
    """Whether a NATS server listens there."""
    where = f"{visit.host} port {visit.port}"
    try:
        async with visit.greeted():
            return Finding(f"{where} is a NATS server")
    except OSError as error:
        advice = "Check the port in url of [floor], whether nats-server runs, and the firewalls between."
        return fail(f"{where}: {reason(error)}", advice, UNREACHABLE)


async def check_encryption(visit: FloorVisit) -> Finding:
    """Which certificate the server shows; it is asked for after what the server says of itself."""
    if not visit.wants_tls:
        return _plain(visit)
    if not visit.info.get("tls_required"):
        return fail("the server offers no TLS: nothing is told to it", "Give it a certificate (tls { … }).", REFUSED)
    try:
        async with visit.greeted() as (_, writer):
            await writer.start_tls(visit.login.tls or ssl.create_default_context(), server_hostname=visit.host)
            return judged_certificate(writer.get_extra_info("ssl_object"), visit.trust)
    except ssl.SSLCertVerificationError as error:
        why = clean(error.verify_message)
        words = f"the certificate does not verify: {why} (asked {visit.trust})"
        return fail(words, advice_for_certificate(why), REFUSED)
    except (OSError, EOFError) as error:
        return fail(reason(error), "See the log of the server.", UNREACHABLE)


def _plain(visit: FloorVisit) -> Finding:
    if visit.plain_allowed:
        words = "NOT ENCRYPTED, allowed by allow_plain: password and calls are readable on the way"
        return warn(words, "Use tls:// as soon as the server has a certificate.")
    return Finding("not encrypted, which does not leave this machine")


async def read_server_version(visit: FloorVisit) -> Finding:
    """Whether the server can do what a floor needs."""
    said = clean(str(visit.info.get("version", "")), 40)
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", said)
    oldest = ".".join(map(str, OLDEST))
    if found is None or tuple(map(int, found.groups())) < OLDEST:
        return fail(f"nats-server {said or 'without a version'}", f"Install {oldest} or later.")
    if not visit.info.get("jetstream"):
        return fail(f"nats-server {said}, without JetStream", "Set jetstream { store_dir: … } in its configuration.")
    return Finding(f"nats-server {said}, with JetStream")


async def check_payload(visit: FloorVisit) -> Finding:
    """Whether a login with many calls fits into one message."""
    found = visit.info.get("max_payload")
    if not isinstance(found, int) or found < LARGEST_VALUE_BYTES:
        return fail(f"max_payload is {found}", f"Set it to {LARGEST_VALUE_BYTES} bytes or more.")
    return Finding(f"{found // 1024} kB a message")


async def log_in_there(visit: FloorVisit) -> Finding:
    """Whether the server lets us in, and how far it is."""
    if visit.no_login:
        return fail(visit.no_login, "See where passwords of a floor come from: callboard config --help.", REFUSED)
    async with connected(visit.login):
        return Finding(f"as {visit.login.user or 'nobody named'}")


async def time_round_trip(visit: FloorVisit) -> Finding:
    """How long a question and its answer take."""
    async with connected(visit.login) as connection:
        began_s = time.perf_counter()
        await _look(visit, connection)
        return Finding(f"{(time.perf_counter() - began_s) * 1000:.1f} ms")


async def find_stream(visit: FloorVisit) -> Finding:
    """Whether there is a stream."""
    async with connected(visit.login) as connection:
        await _look(visit, connection)
    if visit.config is None:
        words = f"there is no stream {visit.subjects.stream}"
        return fail(words, "Let its operator make it: callboard floor init.")
    return Finding(visit.subjects.stream)


async def check_rollup(visit: FloorVisit) -> Finding:
    """Whether one header could empty the floor."""
    if visit.config is None or visit.config.allow_rollup_hdrs:
        words = "rollup is on: whoever may write one key empties the whole floor with one header"
        return fail(words, "Let its operator delete the stream, and make it with callboard floor init.")
    return Finding("off")


async def check_keeping(visit: FloorVisit) -> Finding:
    """Whether values stay until their publisher writes the next."""
    async with connected(visit.login) as connection:
        try:
            await check_stream(connection, visit.subjects)
        except FloorStreamError as error:
            return fail(str(error), "Let its operator delete the stream, and make it with callboard floor init.")
    return Finding("nothing is deleted or purged, or ends by itself")


async def read_floor(visit: FloorVisit) -> Finding:
    """Whether a wall reads all of it, and a publisher nothing."""
    async with connected(visit.login) as connection:
        try:
            found = await FloorSession(connection, visit.subjects, time.monotonic).snapshot(visit.sites)
        except FloorRefusedError as error:
            if visit.publishes:
                return Finding("refused, as it has to be for a publisher")
            return fail(f"it may not read: {error}", _RIGHTS, REFUSED)
    keys = [_kind_of(visit, subject) for subject in found]
    size = sum(len(message.data) for message in found.values())
    words = f"{', '.join(count_of(keys.count(kind), kind) for kind in ('login', 'publisher'))}, {size / 1024:.0f} kB"
    if visit.publishes:
        return warn(f"a publisher that may read all: {words}", _RIGHTS)
    return Finding(words)


async def write_own(visit: FloorVisit) -> Finding:
    """Whether a publisher may write its beat and its logins; what is sent is turned down, so that no value changes."""
    if not visit.publishes:
        return Finding("nothing is published here: [publish] has no name", Verdict.SKIPPED)
    denied = [key for key in visit.keys if not await _may_write(visit, key)]
    if denied:
        more = f" and {len(denied) - 1} more" if len(denied) > 1 else ""
        return fail(f"it may not write {clean(denied[0])}{more}", _RIGHTS, REFUSED)
    return Finding(f"its beat and {count_of(len(visit.keys) - 1, 'login')}; nothing was written")


async def write_foreign(visit: FloorVisit) -> Finding:
    """Whether the key of another publisher is refused."""
    if await _may_write(visit, visit.subjects.publisher(f"nobody-{token_hex(4)}")):
        return fail("it may write what others publish", _RIGHTS)
    return Finding("refused, as it has to be")


async def change_stream(visit: FloorVisit) -> Finding:
    """Whether purging and changing the stream is refused to us; that it lets nobody do that was seen before."""
    allowed = []
    for verb in _PROTECTED:
        subject = f"$JS.API.STREAM.{verb}.{visit.subjects.stream}"
        async with connected(visit.login) as connection:
            try:
                await connection.ask(connection.stream.publish(subject, _SPOILT), subject)
            except FloorRefusedError:
                continue
            except APIError:
                pass
            allowed.append(verb)
    if allowed:
        return fail(f"it may do that of an operator: {', '.join(allowed)}", _RIGHTS)
    return Finding(f"{', '.join(_PROTECTED)}: refused, as it has to be")


async def _may_write(visit: FloorVisit, key: str) -> bool:
    async with connected(visit.login) as connection:
        try:
            await FloorKeys(connection, visit.subjects).put(key, b"", _NEVER)
        except FloorRefusedError:
            return False
        except FloorConflictError:
            pass
    return True


async def _look(visit: FloorVisit, connection: FloorConnection) -> None:
    try:
        visit.config = (await connection.ask(connection.stream.stream_info(visit.subjects.stream))).config
    except NotFoundError:
        visit.config = None


def _kind_of(visit: FloorVisit, subject: str) -> str:
    try:
        key = visit.subjects.read(subject)
    except ValueError:
        return ""
    return "publisher" if isinstance(key, PublisherKey) else "login"
