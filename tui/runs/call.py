"""`callboard call`: one operation from a script, with the desk's own code, and its outcome as JSON."""

import argparse
import asyncio
from dataclasses import replace

from tui.config import ConfigError, Settings
from tui.language.nearest import nearest
from tui.live.commands.command import Ask, Command
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.commands.operation import Outcome
from tui.live.operations.operator import NotSentError
from tui.live.store.privacy import OPEN
from tui.passwords import open_secrets
from tui.printing.json_line import Line, json_line
from tui.printing.output import OutputError, ReaderGoneError, complain
from tui.printing.printer import Printer
from tui.runs.aim import NOT_NOW, AimError, WantedTarget, aim_at, fill
from tui.runs.audited import begin_audit, end_audit
from tui.runs.call_lines import operation_line, refusal_line, state_line
from tui.runs.connected import first_reading, parts_of
from tui.runs.logged import begin_log
from tui.runs.recorded import complain_of_end, recording
from tui.runs.signals import TERMINATED, until_told
from tui.source.errors import SourceError
from tui.source.raw import Digits, Raw, RawObject
from tui.watch.headless import wait_until_live
from tui.wiring import RunParts

LIST = "list"
_CODES = {Outcome.CONFIRMED: 0, Outcome.FAILED: 1, Outcome.TIMED_OUT: 5}


def call(options: argparse.Namespace) -> int:
    """Do one operation; see `callboard call --help`."""
    settings = _only_source(first_reading(options).settings, options.source)
    given = replace(
        settings.desk.session,
        number=Raw(options.number or ""),
        digits=options.digits or Digits(),
        key=Raw(options.key or ""),
        data=RawObject(dict(options.data)),
    )
    _check(options.what, given)
    secrets = open_secrets(settings.sources)
    begin_log(secrets.known, settings.log_level)

    async def run() -> int:
        codes: list[int] = []
        audit = begin_audit("call", wanted=settings.audit and options.what != LIST)
        parts = parts_of(settings, secrets, recording(options, settings, OPEN, secrets.known), audit, acts=True)
        complain_of_end(parts)
        with parts.recording():
            told = await until_told(_keep(codes, parts, options, given), terminated=TERMINATED)
        end_audit(audit)
        return codes[0] if codes else told

    return asyncio.run(run())


def _only_source(settings: Settings, name: str | None) -> Settings:
    if name is None:
        return settings
    chosen = tuple(source for source in settings.sources if source.label == name)
    if not chosen:
        raise ConfigError(f"there is no source {name}")
    return settings.model_copy(update={"sources": chosen})


def _check(what: str, given: Given) -> None:
    """Tell what is missing before anybody logs in, as far as that can be known so early."""
    command = BY_ID.get(_id(what))
    if command is None or command.ask is Ask.CALL:
        return
    try:
        command.fill(given)
    except ValueError as error:
        raise ConfigError(f"{what}: {error}") from error


async def _keep(codes: list[int], parts: RunParts, options: argparse.Namespace, given: Given) -> None:
    running = asyncio.create_task(parts.feeds.run())
    try:
        codes.append(await wait_until_live(parts.board) or await _do(parts, options, given))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _do(parts: RunParts, options: argparse.Namespace, given: Given) -> int:
    if options.what == LIST:
        with Printer() as printer:
            await printer.say(json_line(state_line(parts.board, parts.operator)))
        return 0
    command = await _command(parts, options.what)
    try:
        return await _send(parts, command, WantedTarget(options.call or "", options.device or ""), given)
    except (AimError, NotSentError) as error:
        complain(str(error))
        code = error.code if isinstance(error, AimError) else NOT_NOW
        if code == NOT_NOW:
            await _tell(refusal_line(command, str(error)))
        return code


async def _send(parts: RunParts, command: Command, wanted: WantedTarget, given: Given) -> int:
    aim = aim_at(command, parts.board, parts.operator, wanted)
    parameters = fill(command, given, aim, parts.board)
    one = await parts.operator.send(command, aim.source, aim.id, parameters)
    await _tell(operation_line(one, parts.board))
    return _CODES[one.outcome]


async def _tell(line: Line) -> None:
    """Print how it ended. The exit code says so too, and must stay true where that cannot be printed."""
    with Printer() as printer:
        try:
            await printer.say(json_line(line))
        except ReaderGoneError:
            return
        except OutputError as error:
            complain(f"{error}; the operation: {line['outcome']}")


async def _command(parts: RunParts, what: str) -> Command:
    if _id(what) in BY_ID:
        return BY_ID[_id(what)]
    states: dict[str, Command] = {}
    for source in parts.board.sources:
        try:
            states |= {state.id: state for state in await parts.directory.states(source)}
        except (SourceError, NotSentError) as error:
            complain(f"{source}: the agent states cannot be read: {error}")
    if _id(what) in states:
        return states[_id(what)]
    near = nearest(_id(what), [*BY_ID, *states])
    advice = f": do you mean {near.replace('_', '-')}?" if near else ", see callboard call --help"
    raise ConfigError(f"there is no command {what}{advice}")


def _id(what: str) -> str:
    return what.replace("-", "_")
