"""What a text or mark means, whatever colour it has."""

from enum import StrEnum


class Role(StrEnum):
    """What a text or mark means; the value is the field of `Palette` that colours it."""

    TEXT = "text"
    DIM = "dim"
    RINGING = "ringing"
    DIALING = "dialing"
    TALKING = "talking"
    HELD = "held"
    MINE = "mine"
    ALARM = "alarm"
    REST = "rest"
    USED = "used"


TEXT_ROLES = (
    Role.TEXT,
    Role.DIM,
    Role.RINGING,
    Role.DIALING,
    Role.TALKING,
    Role.HELD,
    Role.MINE,
    Role.ALARM,
)
"""Roles that are read; `REST` and `USED` colour the line that shows how much of a threshold is used."""
