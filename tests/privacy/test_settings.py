"""Who sees how much, from the configuration to the parts of a run."""

import pytest
from pydantic import SecretStr

from tui.config import ConfigError, Settings, load
from tui.live.store.journal import EntryKind
from tui.live.store.masked_board import MaskedBoard
from tui.live.store.privacy import OPEN, WALL, Show
from tui.wiring import build, mask

SOURCE = {"name": "floor", "url": "https://gws.example.com", "user": "agent.one"}


def settings(**privacy: object) -> Settings:
    return Settings.model_validate({"sources": [SOURCE], "privacy": privacy})


def test_what_is_said_wins_over_what_is_usual() -> None:
    privacy = settings(numbers="hide", keys={"Queue*": "show"}).privacy

    assert privacy.policy(WALL).numbers is Show.HIDE
    assert privacy.policy(WALL).data is Show.HIDE
    assert privacy.policy(OPEN).data is Show.SHOW
    assert privacy.policy(WALL).of_key("QueueName") is Show.SHOW
    assert settings().privacy.policy(OPEN).open
    assert settings(numbers="show", names="show", data="show").privacy.policy(WALL).open


def test_who_names_the_queue_key_wants_to_read_it_unless_he_says_otherwise() -> None:
    named = Settings.model_validate({"sources": [SOURCE], "queue_key": "Queue[1]"}).policy(WALL)
    assert named.of_key("Queue[1]") is Show.SHOW
    assert named.of_key("Queue1") is Show.HIDE
    assert Settings.model_validate({"sources": [SOURCE], "queue_key": "Queue"}).policy(OPEN).open
    said = {"sources": [SOURCE], "queue_key": "Queue", "privacy": {"keys": {"Que*": "hide"}}}
    assert Settings.model_validate(said).policy(WALL).of_key("Queue") is Show.HIDE


def test_one_mask_is_before_all_that_shows() -> None:
    parts = build(settings(), {"floor": SecretStr("secret")})

    assert mask(parts, OPEN).board is parts.board
    masked = mask(parts, WALL)
    assert isinstance(masked.board, MaskedBoard)
    assert masked.roster.mask("Agent Two") == "A. T."
    masked.journal.note("floor", EntryKind.CALL, "Ringing +12025550143")
    assert [entry.words for entry in masked.journal] == ["Ringing •••• 0143"]


def test_a_misspelt_level_is_told() -> None:
    with pytest.raises(ConfigError, match=r"^--privacy: unknown key number: do you mean numbers"):
        load({"privacy": {"number": "hide"}, "url": "https://gws.example.com", "user": "agent.one"}, {})
