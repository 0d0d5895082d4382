"""One session of a publisher: claims its logins, puts what changed, and beats."""

import asyncio
from functools import partial
from itertools import count
from secrets import token_hex
from typing import TYPE_CHECKING, NoReturn

from tui.floor.beats import PublisherBeat, encode_beat
from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorConflictError, FloorRefusedError, FloorStreamError, FloorUnreachableError
from tui.floor.keys import FloorKeys
from tui.floor.stream import check_stream
from tui.floor.values import Signature, decode_head
from tui.floor.writing.fencing import ClaimState, Fencing, LoginClaim, twin_of
from tui.floor.writing.pending import PendingLogins
from tui.floor.writing.rivals import Rivals, beat_in
from tui.live.store.link import LinkState

if TYPE_CHECKING:
    from tui.floor.writing.publisher import FloorPublisher

_MOST_FLYING = 64
"""Puts that wait for their answer together."""
_GOODBYE_S = 0.5
_DENIED_S = 30.0
"""After so long at the latest a put that was denied is tried again: it is cheap, and no login that could be locked."""
_ROUNDS = 6
"""With so many looks at others each of our own logins is looked at once."""
_AGAIN_S = 0.1
"""Before a key is read again that somebody else wrote: the answer to the first may come from another server."""


class PublishingSession:
    """Ends with the first doubt; the next one begins with everything again."""

    def __init__(self, publisher: "FloorPublisher", connection: FloorConnection, pending: PendingLogins) -> None:
        """Send nothing yet.

        Args:
            publisher: Whose session it is.
            connection: Open.
            pending: What has to be put.
        """
        self._publisher = publisher
        self._options = publisher.options
        self._connection = connection
        self._pending = pending
        self._clock = publisher.board.clock
        self._name = token_hex(8)
        self._is_first = not publisher.sessions
        self._keys = FloorKeys(connection, publisher.subjects)
        self._rivals = Rivals(self._keys, publisher.subjects, self._clock.now_s)
        self._beat_key = publisher.subjects.publisher(self._options.name)
        self._unsettled = set(publisher.claims)
        self._settled = asyncio.Event()
        self._standing: set[str] = set()
        self._flying: dict[str, asyncio.Task[None]] = {}
        self._retries: set[asyncio.TimerHandle] = set()
        self._fencing = Fencing(
            self._keys, self._rivals, self._options.name, publisher.sessions, take_over=self._options.take_over
        )

    async def run(self) -> NoReturn:
        """Publish until something is doubtful.

        Raises:
            FloorError: What that was, alone or in a group.
        """
        await check_stream(self._connection, self._publisher.subjects)
        upon = await self._our_name()
        self._publisher.sessions.add(self._name)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._doubt(), name="doubt")
                group.create_task(self._beat(upon), name="beats")
                group.create_task(self._look_at_others(), name="others")
                await self._put_all(group)
        except asyncio.CancelledError:
            if self._options.says_gone:
                await self._say_goodbye()
            raise
        finally:
            for retry in self._retries:
                retry.cancel()

    async def _our_name(self) -> int:
        """Wait until nobody else beats under our name, unless this program has just begun."""
        while True:
            found = await self._keys.last(self._beat_key)
            if found is None:
                return 0
            beat = beat_in(found.data)
            is_ours = beat is None or beat.session in self._publisher.sessions | self._publisher.displaced
            # A program that begins takes the place of the one before, which may have died without a word. The one that
            # is alive is told by this that it has a twin.
            if is_ours or self._is_first or not await self._rivals.is_alive(self._options.name):
                # An older state of the store may bring it back; a twin that is alive comes with another session.
                self._publisher.displaced |= {beat.session} if beat is not None else set()
                return found.sequence
            self._publisher.tell(LinkState.REFUSED, twin_of(self._options.name))
            await asyncio.sleep(min(self._options.look_s, 1.0))

    async def _doubt(self) -> NoReturn:
        why = await asyncio.shield(self._connection.doubt)
        raise FloorUnreachableError(why)

    async def _beat(self, upon: int) -> NoReturn:
        while True:
            complete = not self._unsettled
            upon = await self._put_beat(complete, upon)
            self._publisher.tell(LinkState.LIVE)
            try:
                async with asyncio.timeout(self._options.beat_s):
                    await (self._settled.wait() if not complete else asyncio.Event().wait())
            except TimeoutError:
                continue

    async def _put_beat(self, complete: bool, upon: int) -> int:
        held = [name for name, claim in self._publisher.claims.items() if claim.state is ClaimState.PUBLISHED]
        options = self._options
        # What has happened since is not there yet: whoever hears this beat may trust what is there until then alone.
        beat = PublisherBeat(
            self._name, self._pending.sure_s(held), options.kind, len(held), complete, options.beat_s, options.program
        )
        try:
            return await self._keys.put(self._beat_key, encode_beat(beat), upon)
        except FloorConflictError:
            raise FloorUnreachableError(twin_of(options.name)) from None

    async def _look_at_others(self) -> NoReturn:
        """Have logins that others publish looked at again, until they are free, and see whether ours still are."""
        rounds = count()
        while True:
            await asyncio.sleep(self._options.look_s)
            claims = self._publisher.claims
            others = [name for name, claim in claims.items() if claim.state is ClaimState.STANDING_BY]
            for name in others:
                claims[name].is_due = True
            self._pending.add(others)
            for name in list(claims)[next(rounds) % _ROUNDS :: _ROUNDS]:
                await self._check(name, claims[name])

    async def _check(self, name: str, claim: LoginClaim) -> None:
        """Have a login of ours put again that somebody else wrote since, or took away: nobody else tells us."""
        upon = claim.upon
        if claim.state is not ClaimState.PUBLISHED or name in self._flying:
            return
        found = await self._keys.last(claim.subject)
        if claim.upon == upon and name not in self._flying and upon != (found.sequence if found else 0):
            claim.upon = None
            self._pending.add([name])

    async def _put_all(self, group: asyncio.TaskGroup) -> NoReturn:
        while True:
            self._pending.woken.clear()
            while len(self._flying) < _MOST_FLYING and (name := self._pending.take(self._flying)) is not None:
                self._flying[name] = group.create_task(self._put(name), name=f"put {name}")
                self._flying[name].add_done_callback(partial(self._landed, name))
            await self._pending.woken.wait()

    def _landed(self, name: str, _: "asyncio.Task[None]") -> None:
        self._flying.pop(name, None)
        self._pending.landed(name)
        if self._pending:
            self._pending.woken.set()

    async def _put(self, name: str) -> None:
        claim = self._publisher.claims[name]
        if not self._has_news(name) or not claim.is_due:
            return
        before = (claim.state, claim.why)
        try:
            if claim.upon is not None or await self._fencing.look(claim):
                await self._put_upon(name, claim)
        except FloorConflictError:
            claim.upon = None
            await asyncio.sleep(_AGAIN_S)
            self._pending.add([name])
            return
        except (FloorRefusedError, FloorStreamError) as error:
            if claim.subject in self._standing:
                # What stands there would be taken for the present state as long as this session beats.
                raise FloorUnreachableError(f"a value is no longer taken: {error}") from None
            claim.state, claim.why, claim.upon, claim.is_due = ClaimState.DENIED, str(error), None, False
            self._put_later(name)
        self._unsettled.discard(name)
        if not self._unsettled:
            self._settled.set()
        if before != (claim.state, claim.why):
            self._publisher.say_changed(name)

    def _has_news(self, name: str) -> bool:
        """Whether anything is known of a login; before, what others knew of it is the better word."""
        source = self._publisher.board.sources.get(name)
        if source is None:
            return False
        return source.was_live or source.link.state in (LinkState.STALE, LinkState.REFUSED)

    async def _put_upon(self, name: str, claim: LoginClaim) -> None:
        signature = Signature(self._options.name, self._name, claim.fence)
        part, now_s = self._publisher.board.part(name), self._clock.now_s()
        data = self._publisher.encoder.encode(part, signature, now_s, self._pending.ends_of(name))
        claim.upon = await self._keys.put(claim.subject, data, claim.upon or 0)
        self._pending.landed(name)
        claim.state, claim.why, claim.held, claim.forced = ClaimState.PUBLISHED, "", True, True
        self._standing.add(claim.subject)

    def _put_later(self, name: str) -> None:
        def again() -> None:
            self._retries.discard(retry)
            self._publisher.claims[name].is_due = True
            self._pending.add([name])

        retry = asyncio.get_running_loop().call_later(min(self._options.refused_s, _DENIED_S), again)
        self._retries.add(retry)

    async def _say_goodbye(self) -> None:
        """Take our logins from all walls; who cannot be told soon sees that nothing is heard of us."""
        held = [claim for claim in self._publisher.claims.values() if claim.state is ClaimState.PUBLISHED]
        goodbyes = [self._say_gone(claim) for claim in held]
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await asyncio.gather(*goodbyes, return_exceptions=True)
        except TimeoutError:
            return

    async def _say_gone(self, claim: LoginClaim) -> None:
        # A put may have been under way.
        found = await self._keys.last(claim.subject)
        if found is not None and decode_head(found.data).signature.session == self._name:
            signature = Signature(self._options.name, self._name, claim.fence)
            data = self._publisher.encoder.encode_gone(signature, self._clock.now_s())
            await self._keys.put(claim.subject, data, found.sequence)
