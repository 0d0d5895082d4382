"""Sources, devices and calls of a board as JSON, in the wire's own names where there are such."""

from tui.codec.cleaning import Body, Cleaner
from tui.codec.messages import ASKED_FOR
from tui.live.store.board import BoardDevice, Source
from tui.live.store.card import BoardCall


def encode_source(source: Source, cleaner: Cleaner) -> Body:
    """Write a source with its link, user and devices, and without its calls.

    Args:
        source: As the board knows it; times are seconds of the board's clock.
        cleaner: Takes out what must not be kept.

    Returns:
        What `tui.codec.decoding.decode_source` reads.
    """
    link = source.link
    return {
        "source": source.name,
        "link": [link.state.value, cleaner.text(link.why)],
        "link_s": [link.since_s, link.frozen_at_s, link.heard_until_s],
        "user": cleaner.user(source.user),
        "devices": [encode_device(known, cleaner) for known in source.devices.values()],
        "heard_at_s": source.heard_at_s,
        "checked_at_s": source.checked_at_s,
        "asked_for": ASKED_FOR[source.asked_for],
        "encrypted": source.encrypted,
    }


def encode_device(known: BoardDevice, cleaner: Cleaner) -> Body:
    """Write a device with what was seen of it; see `encode_source`."""
    times = {"first_seen_s": known.first_seen_s, "state_since_s": known.state_since_s}
    return {"device": cleaner.device(known.device), **times}


def encode_call(known: BoardCall, cleaner: Cleaner) -> Body:
    """Write a call with all that was seen of it; see `encode_source`."""
    return {
        "source": known.key.source,
        "id": known.key.id,
        "call": cleaner.call(known.call),
        "start_s": known.start_s,
        "state_since_s": known.state_since_s,
        "state_seen_s": known.state_seen_s,
        "held_s": known.held_s,
        "paused_since_s": known.paused_since_s,
        "paused_seen_s": known.paused_seen_s,
        "answered_at_s": known.answered_at_s,
        "younger": None if known.younger is None else list(known.younger),
        "recounted_s": known.recounted_s,
        "phone_number": known.phone_number,
        "extensions": cleaner.beside(known.extensions, known.call),
        "metrics": cleaner.beside(known.metrics, known.call),
        "ended_at_s": known.ended_at_s,
        "end_seen_s": known.end_seen_s,
        "ended_how": known.ended_how,
        "unreadable": cleaner.text(known.unreadable),
    }
