"""`callboard call`: one operation from a script, with the desk's own code, and its outcome as JSON."""

import argparse
import asyncio
import sys
from dataclasses import replace
from difflib import get_close_matches

from tui.config import ConfigError, Settings, load
from tui.gws.errors import GwsError
from tui.headless import print_line, wait_until_live
from tui.live.command import Ask, Command
from tui.live.commands import BY_ID
from tui.live.filling import Given
from tui.live.operation import Outcome
from tui.live.operator import NotSentError
from tui.live.privacy import OPEN
from tui.logfile import start_logging
from tui.passwords import open_secrets
from tui.runs.aim import NOT_NOW, AimError, Wanted, aim_at, fill
from tui.runs.call_lines import operation_line, refusal_line, state_line
from tui.runs.connected import CONNECTION, parts_of, said
from tui.runs.recorded import recording
from tui.runs.signals import until_told
from tui.wiring import Parts

LIST = "list"
_CODES = {Outcome.CONFIRMED: 0, Outcome.FAILED: 1, Outcome.TIMED_OUT: 5}


def call(options: argparse.Namespace) -> int:
    """Do one operation; see `callboard call --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: What was said cannot be used; nothing was sent.
    """
    settings = _only_source(load(said(options, *CONNECTION)), options.source)
    given = replace(
        settings.desk.session,
        number=options.number or "",
        digits=options.digits or "",
        key=options.key or "",
        data=dict(options.data),
    )
    _check(options.what, given)
    secrets = open_secrets(settings.sources)
    start_logging(secrets.known, level=settings.log_level)

    async def run() -> int:
        codes: list[int] = []
        parts = parts_of(settings, secrets, recording(options, settings, OPEN, secrets.known))
        with parts.recording():
            told = await until_told(_keep(codes, parts, options, given))
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


async def _keep(codes: list[int], parts: Parts, options: argparse.Namespace, given: Given) -> None:
    running = asyncio.create_task(parts.feeds.run())
    try:
        codes.append(await wait_until_live(parts.board) or await _do(parts, options, given))
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _do(parts: Parts, options: argparse.Namespace, given: Given) -> int:
    if options.what == LIST:
        print_line(state_line(parts.board, parts.operator))
        return 0
    command = await _command(parts, options.what)
    try:
        return await _send(parts, command, Wanted(options.call or "", options.device or ""), given)
    except (AimError, NotSentError) as error:
        sys.stderr.write(f"callboard: {error}\n")
        code = error.code if isinstance(error, AimError) else NOT_NOW
        if code == NOT_NOW:
            print_line(refusal_line(command, str(error)))
        return code


async def _send(parts: Parts, command: Command, wanted: Wanted, given: Given) -> int:
    aim = aim_at(command, parts.board, parts.operator, wanted)
    parameters = fill(command, given, aim, parts.board)
    one = await parts.operator.send(command, aim.source, aim.id, parameters)
    print_line(operation_line(one, parts.board))
    return _CODES[one.outcome]


async def _command(parts: Parts, what: str) -> Command:
    if _id(what) in BY_ID:
        return BY_ID[_id(what)]
    states: dict[str, Command] = {}
    for source in parts.board.sources:
        try:
            states |= {state.id: state for state in await parts.directory.states(source)}
        except (GwsError, NotSentError) as error:
            sys.stderr.write(f"callboard: {source}: the agent states cannot be read: {error}\n")
    if _id(what) in states:
        return states[_id(what)]
    near = get_close_matches(_id(what), [*BY_ID, *states], n=1)
    advice = f": do you mean {near[0].replace('_', '-')}?" if near else ", see callboard call --help"
    raise ConfigError(f"there is no command {what}{advice}")


def _id(what: str) -> str:
    return what.replace("-", "_")
