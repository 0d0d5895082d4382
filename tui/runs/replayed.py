"""Runs with a recording instead of a server: on a screen, or as the lines that `callboard watch` would have printed."""

import argparse
import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from tui.config import ConfigError
from tui.language.count_words import count_of
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Changes
from tui.printing.json_line import Line, json_line
from tui.printing.output import complain, write
from tui.recording.files import RecordingError
from tui.recording.moments import moment_of
from tui.recording.player import Player
from tui.runs.logged import begin_log
from tui.runs.recorded import drawn_settings
from tui.runs.screen_terminal import require_terminal
from tui.watch.headless import Reporter


def replay(options: argparse.Namespace) -> int:
    """Show a recording; see `callboard replay --help`."""
    begin_log(())
    with _opened(options) as player:
        if options.format == "jsonl":
            print_lines(player, lambda line: write(json_line(line)))
        elif options.format == "text":
            print_sentences(player, lambda sentence: write(f"{sentence}\n"))
        else:
            require_terminal()
            return asyncio.run(_show(player, options))
    return 0


async def _show(player: Player, options: argparse.Namespace) -> int:
    # Textual takes its time to import; the headless runs do without.
    from tui.replay_app import ReplayApp

    settings = drawn_settings(player.contents.first.get("settings"))
    app = ReplayApp(settings, player, desk=options.shown == "desk", speed=options.speed, paused=options.paused)
    await app.run_async()
    return app.return_code or 0


@contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Player]:
    try:
        player = Player.open(Path("/dev/stdin" if options.file == "-" else options.file))
    except RecordingError as error:
        raise ConfigError(str(error)) from error
    try:
        player.go_to(_begin(player, options.begin))
        yield player
    finally:
        player.close()


def _begin(player: Player, word: str) -> float:
    begin_s = player.contents.begin_s
    try:
        return moment_of(word, begin_s, player.clock.anchor) if word else begin_s
    except ValueError as error:
        raise ConfigError(f"--from: {error}") from error


Said = TypeVar("Said")


def _play(player: Player, said: list[Said], write: Callable[[Said], None]) -> None:
    """Go through to the end. Writing is no business of a watcher: the board would swallow a pipe that breaks."""
    going = True
    while going:
        for each in said:
            write(each)
        said.clear()
        going = player.advance(player.contents.end_s)
    if player.contents.problem:
        complain(f"the recording ends before its end: {player.contents.problem}")
    if player.damaged:
        complain(f"{count_of(player.damaged, 'line')} of the recording could not be read")


def print_lines(player: Player, write: Callable[[Line], None]) -> None:
    """Print what `callboard watch` would have printed, from where the player is to the end.

    Args:
        player: The recording.
        write: Takes each line.

    Raises:
        OutputError: What `write` raises.
    """
    lines: list[Line] = []
    reporter = Reporter(player.board, lines.append)
    reporter.report(Changes(links=tuple(player.board.sources)))
    _play(player, lines, write)


def print_sentences(player: Player, write: Callable[[str], None]) -> None:
    """Say all that happened in plain sentences, none left out; arguments and errors as for `print_lines`."""
    sentences: list[str] = []
    narrator = Narrator(player.board)
    player.board.watch(lambda changes: sentences.extend(narrator.tell(changes)))
    _play(player, sentences, write)
