"""Text that attacks a terminal, a layout or a reader; every piece goes into every text field of the wire."""

from __future__ import annotations

from typing import Any

from tests.gws.samples import CALL, DEVICE, PARTY

ESCAPES = (
    "\x1b[2J\x1b[H",  # clear the screen
    "\x1b]0;owned\x07",  # the title
    "\x1b]2;owned\x1b\\",
    "\x1b]52;c;b3duZWQ=\x07",  # the clipboard
    "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\",  # a link
    "\x1b]777;notify;owned;owned\x07",
    "\x1b]1337;File=name=b3duZWQ=:b3duZWQ=\x07",
    '\x1bP$q"p\x1b\\',  # device control string
    "\x1b_Gi=1;b3duZWQ=\x1b\\",  # application program command
    "\x1b^owned\x1b\\",  # privacy message
    "\x1bXowned\x1b\\",  # start of string
    "\x1b[6n\x1b[c\x1b[>c",  # questions that the terminal answers as if typed
    "\x1b[?1049l\x1b[?25h\x1b[?1000l",  # leaves the alternate screen
    "\x1bc\x1b#8\x1b(0\x1b7\x1b8",  # reset, alignment, character sets, cursor
    "\x9b31m\x9d0;owned\x9c\x90q\x9c",  # the same in C1
)
CONTROLS = tuple(chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)))
FORMATS = (
    "a\u202eb\u202dc\u202ad\u202be\u202cf",
    "a\u2066b\u2067c\u2068d\u2069e",
    "a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg\u061ch\u180ei",
    "\U000e0041\U000e0042\U000e007f",
    "\u2028\u2029\u0085",
    "Z\u0310\u0311\u0312\u0313\u0314\u0315\u0316\u0317algo",
    "\u0301\u0302 no base",
    "\ud800 lone \udfff",
    "\ue000\U0010ffff\uffff",
    "\u2764\ufe0f\u2764\ufe0e \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3ff",
    "\u3164\uffa0\u115f\u1160\u2800",
    "漢字かな交じり文" * 20,
)
MARKUP = (
    "[bold red]x[/] [link=https://evil.example]y[/link] [@click=app.quit]z[/]",
    "[/] [/bold] [",
    "\\[x] $primary {0} %s ${jndi:x}",
    ":warning: <b>x</b> &amp; `x` **x**",
)
LONG = ("x" * 1_000_000, "\x1b[31m" * 1_000)
HOSTILE = (*ESCAPES, "".join(CONTROLS), *FORMATS, *MARKUP, *LONG)

STRUCTURES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    1e308,
    [],
    {},
    [[[[[[1]]]]]],
    {"a": {"b": {"c": {"d": {"e": 1}}}}},
)


def hostile_call(number: int, text: object) -> dict[str, Any]:
    """A call with `text` in every field where the wire has text; its own id, and a state that is known."""
    party = {**dict.fromkeys(PARTY, text), "country": {"name": text, "code": text, "callingCode": text}}
    spoilt = dict.fromkeys(CALL, text)
    fixed = {"id": f"{number} {text}"[:300], "duration": "65", "state": "Established" if number % 2 else text}
    data = {str(text)[:500]: text, "nested": {"deep": [text]}}
    shapes = {"participants": [party, text], "capabilities": [text], "userData": data}
    return {**spoilt, **shapes, **fixed, "recordingState": "Paused", "mute": "On", "supervisorListeningIn": True}


def hostile_device(text: object) -> dict[str, Any]:
    """A device with `text` in every field but its id."""
    spoilt = dict.fromkeys(DEVICE, text)
    state = {"id": text, "displayName": text, "state": text, "workMode": text, "reason": text}
    return {**spoilt, "id": DEVICE["id"], "userState": state, "capabilities": [text], "channels": [text]}


def hostile_user() -> dict[str, Any]:
    """A snapshot's user: one call for each piece of the corpus."""
    texts = [*HOSTILE, *STRUCTURES]
    return {
        "id": HOSTILE[0],
        "userName": "".join(ESCAPES),
        "firstName": HOSTILE[1],
        "lastName": HOSTILE[2],
        "groups": [{"id": text, "name": text} for text in ESCAPES],
        "calls": [hostile_call(number, text) for number, text in enumerate(texts)],
        "devices": [hostile_device("".join(ESCAPES))],
    }


def hostile_messages() -> list[tuple[str, Any]]:
    """Channel and data of messages that nobody should send."""
    texts = "".join(ESCAPES)
    return [
        ("/v2/me/calls", {"messageType": texts, "notificationType": texts, "call": hostile_call(1000, texts)}),
        ("/v2/me/calls", {"messageType": "CallStateChangeMessage", "call": {"state": texts}}),
        ("/v2/me/calls", {"messageType": texts}),
        ("/v2/me/calls", texts),
        ("/v2/me/devices", {"messageType": "ErrorMessage", "errorMessage": texts, "deviceUri": texts}),
        ("/v2/me/devices", {"messageType": "DeviceStateChangeMessage", "devices": [hostile_device(texts), None]}),
        ("/notifications/services", {"messageType": texts, "name": texts, "type": texts, "state": texts}),
    ]
