"""Logins as they leave for a floor: masked first, with nothing in them that a wall has no use for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tui.codec.cleaning import Cleaner
from tui.codec.encoding import encode_call, encode_device, encode_source
from tui.floor.limits import LARGEST_BODY_BYTES
from tui.floor.value_lines import write_line
from tui.floor.values import VERSION, CallEnd, Signature
from tui.live.store.board import Source, SourcePart
from tui.live.store.card import BoardCall
from tui.live.store.link import Link, LinkState
from tui.live.store.privacy import Privacy
from tui.source.models import Call
from tui.source.reading import CUT

Redact = Callable[[object], object]
"""Takes known secrets out of JSON values; see `tui.codec.secrets.RecordingRedaction`."""
TOO_LARGE = "too many calls for a floor"
"""Why a login is stale whose calls are more than one value holds."""
_USER = ("id", "userName", "firstName", "lastName", "roles", "groups")
_GROUP = ("id", "name", "type")
_NOT_OF_CALLS = ("capabilities", "extensions", "case", "uri", "path", "parentCallPath")
_LEFT_OUT = {CUT: "left out: too much for a floor"}
_Lines = dict[str, tuple[BoardCall, bytes]]


class LoginEncoder:
    """Writes values; what did not change since the last one is not masked and written again."""

    def __init__(self, privacy: Privacy, redact: Redact = lambda value: value) -> None:
        """Know the rules.

        Args:
            privacy: What may leave of personal data.
            redact: Takes passwords out, wherever a server has put them.
        """
        self._cleaner = Cleaner(privacy)
        self._redact = redact
        self._lines: dict[str, _Lines] = {}

    def encode(self, part: SourcePart, signature: Signature, now_s: float, ends: Sequence[CallEnd] = ()) -> bytes:
        """Write the value of a login; one that would be too large loses its attached data, or all its calls.

        Args:
            part: From `Board.part`.
            signature: Who writes it.
            now_s: What the clock of its board says.
            ends: Of calls that ended lately and are not in `part`.
        """
        name = part.source.name
        before = self._lines.get(name, {})
        lines = self._lines[name] = {call.key.id: self._call(call, before) for call in part.calls}
        user = self._user(part.source)
        whole = [self._head(part.source, signature, now_s, ends), user, *(line for _, line in lines.values())]
        if _fits(whole):
            return b"\n".join(whole)
        without = [*whole[:2], *(self._line(_without_data(call)) for call in part.calls)]
        if _fits(without):
            return b"\n".join(without)
        return b"\n".join((self._head(_not_shown(part.source, now_s), signature, now_s, ()), user))

    def encode_gone(self, signature: Signature, now_s: float) -> bytes:
        """Write that a login is no longer published on purpose; arguments as for `encode`."""
        return write_line({**_signed(signature, now_s), "gone": True})

    def forget(self, name: str) -> None:
        """Keep nothing of a login that is published no more."""
        self._lines.pop(name, None)

    def _head(self, source: Source, signature: Signature, now_s: float, ends: Sequence[CallEnd]) -> bytes:
        # Whose it is, and its devices, stand on a line of their own.
        known = encode_source(replace(source, devices={}), self._cleaner)
        told = {key: value for key, value in known.items() if key not in ("source", "user", "devices")}
        ended = {"ended": [list(end) for end in ends]} if ends else {}
        return write_line({**_signed(signature, now_s), **told, **ended})

    def _user(self, source: Source) -> bytes:
        user = _only(self._cleaner.user(source.user), _USER)
        if isinstance(groups := user.get("groups"), list):
            user["groups"] = [_only(group, _GROUP) for group in groups]
        devices = [encode_device(known, self._cleaner) for known in source.devices.values()]
        for one in devices:
            one["device"] = _without(one["device"], ("capabilities",))
        return write_line({"user": self._redact(user), "devices": self._redact(devices)})

    def _call(self, known: BoardCall, before: _Lines) -> tuple[BoardCall, bytes]:
        last = before.get(known.key.id)
        return last if last is not None and last[0] is known else (known, self._line(known))

    def _line(self, known: BoardCall) -> bytes:
        bare = replace(known, extensions=None, metrics=None)
        body = encode_call(bare, self._cleaner)
        body["call"] = self._redact(_call_body(known.call, body["call"]))
        del body["source"]
        return write_line({name: value for name, value in body.items() if value not in (None, "")})


def _signed(signature: Signature, now_s: float) -> dict[str, object]:
    publisher, session, fence = signature
    return {"v": VERSION, "pub": publisher, "session": session, "fence": fence, "now": now_s}


def _call_body(call: Call, body: object) -> dict[str, object]:
    kept = _without(body, _NOT_OF_CALLS)
    # Addresses name hosts of the centre; what is found by them is their end.
    for name, id_ in (("deviceUri", call.device_id), ("parentCallUri", call.parent_id)):
        kept.pop(name, None)
        if id_ is not None:
            kept[name] = id_
    return kept


def _without_data(known: BoardCall) -> BoardCall:
    if not known.call.user_data:
        return known
    return replace(known, call=known.call.model_copy(update={"user_data": _LEFT_OUT}))


def _not_shown(source: Source, now_s: float) -> Source:
    return replace(source, link=Link(LinkState.STALE, now_s, TOO_LARGE, now_s))


def _fits(lines: Sequence[bytes]) -> bool:
    return sum(map(len, lines)) + len(lines) <= LARGEST_BODY_BYTES


def _only(body: Mapping[str, object], names: Sequence[str]) -> dict[str, object]:
    return {name: body[name] for name in names if name in body}


def _without(body: object, names: Sequence[str]) -> dict[str, object]:
    return {name: value for name, value in body.items() if name not in names} if isinstance(body, Mapping) else {}
