"""Sources, devices and calls out of JSON that anybody may have written: read by the reader of the wire, or refused."""

from collections.abc import Mapping
from types import MappingProxyType

from tui.codec.messages import decode_scope
from tui.codec.values import Body, listed, maybe, moment, object_, text
from tui.live.store.board import BoardDevice, Source
from tui.live.store.card import BoardCall, CallKey, Younger
from tui.live.store.link import Link, LinkState
from tui.source.models import Call, Device, User
from tui.source.reading import read_data
from tui.source.snapshot import read_call, read_device
from tui.source.text import clean


def decode_source(body: Body) -> Source:
    """Read a source without its calls.

    Args:
        body: From `tui.codec.encoding.encode_source`, by whomever it was sent.

    Raises:
        ValueError: It cannot be read.
    """
    user, devices = decode_user(body)
    return decode_standing(body, text(body, "source"), user, devices)


def decode_standing(body: Body, name: str, user: User, devices: Mapping[str, BoardDevice]) -> Source:
    """Read how sure a source is, and put to it whose it is; see `decode_source`.

    Args:
        body: What `decode_source` reads, of which name, user and devices are not looked at.
        name: The name of the source.
        user: Whose it is.
        devices: By id.

    Raises:
        ValueError: It cannot be read.
    """
    state, why = listed(body.get("link"))
    since_s, frozen_s, heard_until_s = listed(body.get("link_s"))
    return Source(
        name,
        Link(LinkState(str(state)), moment(since_s), clean(str(why)), maybe(frozen_s), maybe(heard_until_s)),
        user,
        devices,
        maybe(body.get("heard_at_s")),
        maybe(body.get("checked_at_s")),
        decode_scope(body.get("asked_for")),
        body.get("encrypted") is not False,
    )


def decode_user(body: Body) -> tuple[User, Mapping[str, BoardDevice]]:
    """Read whose a source is, and the devices by id; see `decode_source`."""
    devices = [decode_device(object_(item)) for item in listed(body.get("devices"))]
    user = User.model_validate(object_(body.get("user")))
    return user, MappingProxyType({known.device.id: known for known in devices})


def decode_device(body: Body) -> BoardDevice:
    """Read a device; see `decode_source`."""
    device = read_device(body.get("device"))
    if not isinstance(device, Device):
        raise ValueError(device.why)
    return BoardDevice(device, moment(body.get("first_seen_s")), maybe(body.get("state_since_s")))


def decode_call(body: Body, revision: int, source: str | None = None) -> BoardCall:
    """Read a call; see `decode_source`.

    Args:
        body: From `tui.codec.encoding.encode_call`.
        revision: Number of the board's step that it will be of.
        source: Name of the source; that in the body if not given.

    Raises:
        ValueError: It cannot be read.
    """
    call = read_call(body.get("call"))
    if not isinstance(call, Call):
        raise ValueError(call.why)
    younger = body.get("younger")
    return BoardCall(
        key=CallKey(text(body, "source") if source is None else source, text(body, "id")),
        call=call,
        start_s=maybe(body.get("start_s")),
        state_since_s=maybe(body.get("state_since_s")),
        state_seen_s=maybe(body.get("state_seen_s")),
        held_s=moment(body.get("held_s")),
        paused_since_s=maybe(body.get("paused_since_s")),
        paused_seen_s=maybe(body.get("paused_seen_s")),
        answered_at_s=maybe(body.get("answered_at_s")),
        younger=None if younger is None else Younger(*(moment(each) for each in listed(younger))),
        recounted_s=maybe(body.get("recounted_s")),
        phone_number=text(body, "phone_number"),
        extensions=read_data(body.get("extensions")),
        metrics=read_data(body.get("metrics")),
        ended_at_s=maybe(body.get("ended_at_s")),
        end_seen_s=moment(body.get("end_seen_s")),
        ended_how=text(body, "ended_how"),
        unreadable=text(body, "unreadable"),
        revision=revision,
    )
