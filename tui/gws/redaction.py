"""Credentials that a server, or a gateway before it, says again: taken out where its answers are read.

A gateway that is being debugged puts the headers of a request into `statusMessage`. What is taken out here comes
neither to a screen nor into a log or a recording.
"""

import base64
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from urllib.parse import quote, quote_plus

from tui.source.proxies import ProxyLogin
from tui.source.spelling import CAPABILITIES

HIDDEN = "[hidden]"

_HIDDEN = HIDDEN.encode()
_PADDED = re.compile(rb"\[hidden\](?:=|%3d|\\u003d){1,2}", re.IGNORECASE)
_SHORTEST_OF_ERRORS = 4
"""Hiding a shorter one would spoil ordinary words, and tell it by the gaps."""
_SHORTEST = 6
_SHORTEST_GIVEN = 8
"""Of cookies and tokens, which are long where they are secrets."""
_MOST_GIVEN = 16
_SMALL_BYTES = 64 * 1024
_ESCAPES = (b"\\", b"%", b"&")
_ERRORS = (b'"error', b'"statusMessage"', b'"message"')
# Without these no answer could be read; whoever chose one of them for a password gives nothing away by it.
_WIRE = (
    "advice agentLogins calls callUuid capabilities channel clientId conferencing connId contentType data devices "
    "deviceState deviceUri displayName duration errorMessage errors extensions firstName forwardState groups "
    "handshake lastName messageType minimumVersion monitoring notificationType notifications operationName "
    "participants phoneNumber previousConnId recordingState reconnect referenceId services settings skills "
    "statusCode statusMessage subscription successful supervisorListeningIn supportedConnectionTypes "
    "telephonyNetwork timeout timestamp userData userName userState version voiceEnvironmentUri workMode "
    "CallStateChangeMessage DeviceStateChangeMessage ServiceStateChangeMessage ErrorMessage StatusChange "
    "Established Dialing Ringing Released Internal Inbound Outbound Consult Unknown Active Inactive LoggedOut "
    "LoggedIn NotReady AfterCallWork AuxWork ListenIn BargeIn Recording Stopped Paused long-polling http https"
)


_WIRE_WORDS = frozenset(_WIRE.split()) | CAPABILITIES


class Reach(IntEnum):
    """Where a secret is looked for as it is; written as base64 it is looked for everywhere."""

    NOWHERE = 0
    ERRORS = 1
    EVERYWHERE = 2


class SessionRedaction:
    """Knows the credentials of one session, those that change included, and takes them out of what is read."""

    def __init__(
        self, user: str, password: str, encodings: Iterable[str] = ("utf-8",), proxies: Iterable[ProxyLogin] = ()
    ) -> None:
        """Know user and password.

        Args:
            user: Login name.
            password: Likewise.
            encodings: The ways in which both may be written.
            proxies: The credentials of proxies on the way.
        """
        logins = [(user, password, code) for code in encodings] + [(*proxy, "utf-8") for proxy in proxies]
        passwords = list(dict.fromkeys(word for _, word, _ in logins))
        self._fixed = list(dict.fromkeys(form for login in logins for form in _coded(*login)))
        self._fixed += [word for word in passwords if reach_of(word) == Reach.EVERYWHERE]
        self._errors = [word for word in passwords if reach_of(word) >= Reach.ERRORS]
        self._given: deque[str] = deque(maxlen=_MOST_GIVEN)
        self._needles: dict[str, tuple[bytes, ...]] = {}
        self._in_order: dict[bool, Sequence[tuple[str, tuple[bytes, ...]]]] = {}
        self._patterns: dict[str, re.Pattern[bytes]] = {}

    def learn(self, values: Iterable[str]) -> None:
        """Know what a server gave, such as cookies and tokens; of many the last.

        Args:
            values: What is no secret any more when others came.
        """
        for value in values:
            if len(value) >= _SHORTEST_GIVEN and value not in self._given and value not in _WIRE_WORDS:
                self._given.append(value)
                self._forget()

    def take_out(self, body: bytes) -> bytes:
        """Take them out of a body.

        Plain, within JSON, HTML and addresses as these write text; in a short body however its characters are escaped.

        Args:
            body: As it came.

        Returns:
            The same with `HIDDEN` in their place.
        """
        small = len(body) <= _SMALL_BYTES
        is_error = small and any(mark in body for mark in _ERRORS)
        return self._without(body, small=small, is_error=is_error)

    def words(self, text: str) -> str:
        """Take them out of words, such as those of an error.

        Args:
            text: Any text.
        """
        if len(text) < _SHORTEST_OF_ERRORS:
            # Such as OK, which comes with every answer.
            return text
        body = text.encode("utf-8", "surrogatepass")
        found = self._without(body, small=True, is_error=True)
        return text if found is body else found.decode("utf-8", "replace")

    def _without(self, body: bytes, *, small: bool, is_error: bool) -> bytes:
        escaped = small and any(mark in body for mark in _ESCAPES)
        before = body
        for secret, needles in self._sought(with_errors=is_error):
            for needle in needles:
                if needle in body:
                    body = body.replace(needle, _HIDDEN)
            if escaped:
                body = self._pattern(secret).sub(_HIDDEN, body)
        return _PADDED.sub(_HIDDEN, body) if body is not before else body

    def _sought(self, *, with_errors: bool) -> Sequence[tuple[str, tuple[bytes, ...]]]:
        """Everything that is looked for, the longest first, with its forms."""
        found = self._in_order.get(with_errors)
        if found is None:
            secrets = [*self._fixed, *self._given, *(self._errors if with_errors else ())]
            secrets = sorted(dict.fromkeys(secrets), key=len, reverse=True)
            found = self._in_order[with_errors] = [(one, self._forms(one)) for one in secrets]
        return found

    def _forms(self, secret: str) -> tuple[bytes, ...]:
        # Kept beyond `_in_order`: a server may give another cookie with each answer.
        if secret not in self._needles:
            self._needles[secret] = tuple(dict.fromkeys(_forms(secret)))
        return self._needles[secret]

    def _pattern(self, secret: str) -> re.Pattern[bytes]:
        if secret not in self._patterns:
            self._patterns[secret] = re.compile(b"".join(map(_any_form, secret)))
        return self._patterns[secret]

    def _forget(self) -> None:
        self._in_order.clear()
        for gone in self._needles.keys() - {*self._fixed, *self._errors, *self._given}:
            self._needles.pop(gone)
            self._patterns.pop(gone, None)


def reach_of(password: str) -> Reach:
    """Where a password is looked for as it is.

    Args:
        password: One that is also a word of this API would make its answers unreadable; one that is short or a number
            is an ordinary part of the data, and of ids.
    """
    if len(password) < _SHORTEST_OF_ERRORS or any(password in word for word in _WIRE_WORDS):
        return Reach.NOWHERE
    return Reach.ERRORS if len(password) < _SHORTEST or password.isdigit() else Reach.EVERYWHERE


_LETTERS = {"\b": b"b", "\f": b"f", "\n": b"n", "\r": b"r", "\t": b"t"}
"""Characters that JSON writes as a letter behind a backslash; in JSON within JSON there are more of these."""
_URL_SAFE = str.maketrans("+/", "-_")
_NAMED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})
"""As `html.escape` writes them; its module brings the names of two thousand characters."""


def _coded(user: str, password: str, encoding: str) -> Iterator[str]:
    """Both together, and the password alone, in base64 and its other alphabet."""
    for text in (f"{user}:{password}", password):
        coded = _base64(text.encode(encoding, "surrogateescape"))
        if len(coded) >= _SHORTEST_GIVEN:
            yield coded
            yield coded.translate(_URL_SAFE)


def _base64(text: bytes) -> str:
    # Without the padding, which not everybody writes.
    return base64.b64encode(text).decode().rstrip("=")


def _forms(secret: str) -> Iterator[bytes]:
    """How programs write a text: plain, and in JSON, addresses and HTML."""
    inside = json.dumps(secret)[1:-1]
    plain = json.dumps(secret, ensure_ascii=False)[1:-1]
    named = secret.translate(_NAMED)
    for text in (secret, inside, plain, inside.replace("/", "\\/"), plain.replace("/", "\\/"), named):
        yield text.encode("utf-8", "surrogateescape")
    yield quote(secret, safe="", errors="surrogateescape").encode()
    yield quote_plus(secret, errors="surrogateescape").encode()
    if not secret.isascii():
        yield secret.encode("iso-8859-1", "replace")


def _any_form(character: str) -> bytes:
    """A pattern of one character, however it is escaped."""
    code, octets = ord(character), character.encode("utf-8", "surrogateescape")
    units = character.encode("utf-16-be", "surrogatepass")
    json_form = b"".join(rb"\\{1,4}u%02x%02x" % (units[at], units[at + 1]) for at in range(0, len(units), 2))
    percent = b"".join(b"%%%02x" % octet for octet in octets)
    forms = [rb"(?i:%s|%s|&#0*%d;|&#x0*%x;)" % (json_form, percent, code, code), re.escape(octets)]
    named = character.translate(_NAMED)
    if named != character:
        forms.append(re.escape(named.encode()))
    if character in '"\\/':
        forms.append(rb"\\{1,4}" + re.escape(octets))
    if character in _LETTERS:
        forms.append(rb"\\{1,4}" + _LETTERS[character])
    if character == " ":
        forms.append(rb"\+")
    return b"(?:" + b"|".join(forms) + b")"
