"""A random hour at a desk in virtual time: an agent who presses keys, others who do too, and a bad network."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Mapping

from tests.control.schedule_server import DEVICE, Moment, ScheduleServer
from tests.live.virtual_time import LoopClock, VirtualLoop
from tui.live.commands.command import Ask, Command, Target
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.live.feeds.feeds import Feeds
from tui.live.operations.operator import NotSentError, Operation, Operator, Outcome
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.models import last_segment
from tui.source.raw import Digits, Operand, Raw, RawObject

SOURCE = "agent.one"
_USED = (
    *("answer", "hangup", "hold", "retrieve", "dtmf", "update_data", "delete_pair", "transfer", "conference"),
    *("complete_transfer", "complete_conference", "swap", "dial", "ready", "not_ready"),
)
_PRESSES = 14
_NUMBERS = ("5002", "5003", "+12025550172")


class Schedule:
    """One run; after `run` the rest can be asked.

    Attributes:
        server: The other side, with all that was ever true.
        operator: The part that is judged.
        sent: What was sent on purpose, by path and operation.
        refused_presses: How often a second press at once was refused, as it should be.
        accepted_presses: How often it was not, although the first was pending.
    """

    def __init__(self, seed: int) -> None:
        self._rng = random.Random(seed)
        self._loop = VirtualLoop()
        clock = LoopClock(self._loop)
        self.server = ScheduleServer(clock, self._rng)
        self.server.message_delay_s = self._rng.choice((0.01, 0.1, 0.4))
        self._board = Board(clock)
        journal = Journal(clock)
        feed = Feed(SOURCE, self.server.connect, self._board, journal, FeedSchedule(resync_s=20.0))
        self.operator = Operator(self._board, journal, {SOURCE: feed})
        feed.listen(self.operator.take_event)
        feed.witness(self.operator.take_snapshot)
        self._feeds = Feeds([feed], self._board, journal)
        self.sent: Counter[tuple[str, str]] = Counter()
        self.refused_presses = self.accepted_presses = 0
        self._sending: list[asyncio.Task[None]] = []

    def run(self) -> None:
        """Live through it, and wait until everything is settled or old."""
        # The random times of feeds are part of the schedule too.
        random.seed(self._rng.random())
        try:
            self._loop.run_until_complete(self._live())
        finally:
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
            self._loop.close()

    async def _live(self) -> None:
        feeds = asyncio.create_task(self._feeds.run())
        others = asyncio.create_task(self._others())
        for _ in range(_PRESSES):
            await asyncio.sleep(self._rng.choice((0.05, 0.5, 2.0)))
            self._press()
        await others
        await asyncio.gather(*self._sending, return_exceptions=True)
        self._check_tasks()
        self.server.come_up()
        await asyncio.sleep(45.0)
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)

    def _check_tasks(self) -> None:
        for sending in self._sending:
            if not sending.cancelled() and (error := sending.exception()) is not None:
                raise error

    def _press(self) -> None:
        choices = [
            (command, target)
            for command in (BY_ID[one] for one in _USED)
            for target in self._targets(command)
            if not self.operator.why_not(command, SOURCE, target)
        ]
        if not choices:
            return
        # What needs two calls is seldom possible, and is the hardest to tell.
        pairs = [(command, target) for command, target in choices if command.either_leg]
        command, target = self._rng.choice(pairs if pairs and self._rng.random() < 0.5 else choices)
        self._send(command, target, command.fill(self._given(command, target)))
        if self._rng.random() < 0.3 and command.ask is not Ask.DIGITS:
            self._press_again(command, target)

    def _targets(self, command: Command) -> list[str]:
        if command.target is Target.CALL:
            return [key.id for key, known in self._board.calls.items() if not known.ended]
        return [DEVICE] if command.target is Target.DEVICE else [""]

    def _send(self, command: Command, target: str, parameters: Mapping[str, Operand]) -> None:
        path = {
            Target.CALL: f"/me/calls/{target}",
            Target.DEVICE: f"/me/devices/{target}/calls",
            Target.VOICE: "/me/channels/voice",
        }[command.target]

        async def deliberately() -> None:
            self.sent[path, command.operation] += 1
            try:
                await self.operator.send(command, SOURCE, target, parameters)
            except NotSentError:
                # The world changed between looking and pressing.
                self.sent[path, command.operation] -= 1

        sending = self._loop.create_task(deliberately())
        if self._rng.random() < 0.1:
            self._loop.call_later(self._rng.uniform(0, 1), sending.cancel)
        self._sending.append(sending)

    def _press_again(self, command: Command, target: str) -> None:
        async def again() -> None:
            try:
                await self.operator.send(command, SOURCE, target, {})
            except NotSentError:
                self.refused_presses += 1
            else:
                self.accepted_presses += 1

        self._sending.append(self._loop.create_task(again()))

    def _given(self, command: Command, target: str) -> Given:
        data = {self._rng.choice("ABC"): str(self._rng.randrange(3))} if command.ask is Ask.PAIR else {}
        uri = "none"
        if command.ask is Ask.CALL:
            calls = [known.call for known in self._board.calls.values() if not known.ended]
            mine = next(call for call in calls if call.id == target)
            kin = [call.id for call in calls if call.id == mine.parent_id or call.parent_id == target]
            uri = f"https://gws.example.com/api/v2/me/calls/{kin[0] if kin else 'none'}"
        key = self._rng.choice("ABC")
        return Given(
            number=Raw(self._rng.choice(_NUMBERS)),
            digits=Digits("5"),
            key=Raw(key),
            data=RawObject(data),
            other_call_uri=Raw(uri),
        )

    async def _others(self) -> None:
        """Callers, other sessions of the same login, and the network."""
        for _ in range(_PRESSES):
            await asyncio.sleep(self._rng.choice((0.1, 0.6, 2.5)))
            self._meddle()

    def _meddle(self) -> None:
        server, rng = self.server, self._rng
        calls = list(server.calls)
        choice = rng.random()
        consults = [one.id for one in server.calls.values() if one.parent_id]
        if consults and rng.random() < 0.3:
            server.finish(rng.choice(consults), tells=rng.choice((0, 1, 1)))
        elif choice < 0.05:
            server.begin("Dialing", "Outbound", dnis="+13035550119")
        elif choice < 0.4 or not calls:
            server.begin("Ringing", "Inbound", userData={"A": "0"})
        elif choice < 0.55:
            server.finish(rng.choice(calls), tells=rng.choice((0, 1)))
        elif choice < 0.8:
            able = sorted(server.calls[call_id := rng.choice(calls)].capabilities & {"Answer", "Hold", "Retrieve"})
            for operation in able[:1]:
                server.carry_out(f"/me/calls/{call_id}", operation, {}, rng.choice((0, 1, 2)))
        elif choice < 0.88:
            server.carry_out("/me/channels/voice", rng.choice(("Ready", "NotReady")), {}, rng.choice((0, 1)))
        elif choice < 0.94:
            server.lose_session()
        elif not server.down:
            server.go_down()
            self._loop.call_later(rng.uniform(0.5, 8.0), server.come_up)

    # Judging it

    def duplicates(self) -> list[str]:
        """What reached the line more often, or less often, than it was sent on purpose."""
        unsent = Counter((_path(one), one.command.operation) for one in self._all() if "nothing was sent" in one.words)
        return [
            f"{where}: {self.server.posts[where]} for {self.sent[where] - unsent[where]}"
            for where in {*self.sent, *self.server.posts}
            if self.server.posts[where] != self.sent[where] - unsent[where]
        ]

    def wrong_confirmations(self) -> list[str]:
        """Confirmed operations whose effect was never true from asking, messages under way included, to confirming."""
        return [
            f"{one.command.id} {one.asked.target_id} {one.words}"
            for one in self._all()
            if one.outcome is Outcome.CONFIRMED and not self._was_so(one)
        ]

    def outcomes(self) -> Counter[str]:
        """How many ended how."""
        late = [one for one in self._all() if one.words == "late"]
        return Counter(str(one.outcome) for one in self._all()) + Counter({"late": len(late)})

    def _all(self) -> list[Operation]:
        return list(self.operator.operations.values())

    def _was_so(self, one: Operation) -> bool:
        if one.command.ask is not Ask.DIGITS:
            return any(is_so(one, moment) for moment in self._while(one))
        # Digits leave no state: as many may be confirmed on a call as were sent by then.
        done_s = one.done_s or 0.0
        mine = [
            each
            for each in self._all()
            if each.command.ask is Ask.DIGITS and each.asked.target_id == one.asked.target_id
        ]
        confirmed = [each for each in mine if each.outcome is Outcome.CONFIRMED and (each.done_s or 0.0) <= done_s]
        counts = [moment.dtmf.get(one.asked.target_id, 0) for moment in self.server.history if moment.at_s <= done_s]
        return len(confirmed) <= max(counts, default=0)

    def _while(self, one: Operation) -> Iterator[Moment]:
        from_s = one.asked_s - self.server.message_delay_s - 1e-6
        history = self.server.history
        for moment, following in zip(history, [*history[1:], None], strict=True):
            ended = following is not None and following.at_s < from_s
            if not ended and one.done_s is not None and moment.at_s <= one.done_s:
                yield moment


def _path(one: Operation) -> str:
    if one.command.target is Target.CALL:
        return f"/me/calls/{one.asked.target_id}"
    return "/me/channels/voice" if one.command.target is Target.VOICE else f"/me/devices/{one.asked.target_id}/calls"


def is_so(one: Operation, moment: Moment) -> bool:
    """Whether an operation's effect is true at a moment, told from the server's model alone."""
    operation, target = one.command.operation, moment.calls.get(one.asked.target_id)
    states = {"Answer": ("Established", "Held"), "Hold": ("Held",), "Retrieve": ("Established",)}
    if operation in states:
        return target is not None and target.state in states[operation]
    if operation in ("Ready", "NotReady"):
        return moment.device.user_state.state == operation
    if operation == "Hangup":
        return target is None
    return _is_so_of_more(one, moment)


def _is_so_of_more(one: Operation, moment: Moment) -> bool:
    operation, asked, target = one.command.operation, one.asked, moment.calls.get(one.asked.target_id)
    number = asked.parameters.get("destination")
    wanted = number.get("phoneNumber") if isinstance(number, Mapping) else None
    fresh = [call for call in moment.calls.values() if call.id not in asked.calls_before]
    fresh = [call for call in fresh if wanted == Raw(call.dnis or "")]
    if operation == "Dial":
        return bool(fresh)
    if operation.startswith("Initiate"):
        return any(call.parent_id == asked.target_id for call in fresh)
    if operation in ("UpdateUserData", "DeleteUserDataPair"):
        data = (target.user_data or {}) if target else None
        given = asked.parameters.get("userData")
        if data is None or not isinstance(given, RawObject):
            return data is not None and all(asked.parameters["key"] != Raw(key) for key in data)
        return all(data.get(key) == value for key, value in given.pairs.items())
    return _is_so_of_pair(one, moment)


def _is_so_of_pair(one: Operation, moment: Moment) -> bool:
    assert one.asked.before is not None
    original_id = one.asked.before.parent_id or one.asked.target_id
    original = moment.calls.get(original_id)
    consults = [call.id for call in one.asked.calls_before.values() if call.parent_id == original_id]
    left = [call_id for call_id in consults if call_id in moment.calls]
    if one.command.operation == "CompleteTransfer":
        return original is None and not left
    if one.command.operation == "CompleteConference":
        before = one.asked.calls_before[original_id]
        return original is not None and not left and len(original.parties) > len(before.parties)
    other_id = _end_of(one.asked.parameters["otherCallUri"])
    mine, other = moment.calls.get(one.asked.target_id), moment.calls.get(other_id)
    other_before = one.asked.calls_before[other_id]
    return (mine and mine.state, other and other.state) == (other_before.state, one.asked.before.state)


def _end_of(uri: Operand) -> str:
    return (last_segment(uri.text) if isinstance(uri, Raw) else None) or ""
