"""The examination of a login at Web Services: from there on, what a wall asks in its first minute, in its order."""

from tui.doctor.course import NETWORK, Check, Course
from tui.gws.bayeux import HOLD_MARGIN_S, TransportRefusedError
from tui.gws.connections.requests import BODY_S, REQUEST_S
from tui.gws.poll_hold import LONGEST_HOLD_S
from tui.gws.rest import SNAPSHOT_S
from tui.kinds.gws.answers import (
    compare_clocks,
    count_agents,
    count_calls,
    judge_voice,
    list_devices,
    list_features,
    list_services,
    log_in,
    read_version,
    take_snapshot,
)
from tui.kinds.gws.listening import check_cookies, check_csrf, poll_once, shake_hands, subscribe
from tui.kinds.gws.visit import GwsVisit
from tui.live.feeds.snapshot_inquiry import EVERYTHING_S
from tui.source.errors import BadReplyError, UnreachableError

_REQUEST_S = REQUEST_S + BODY_S
COURSE = Course(
    GwsVisit,
    (
        *NETWORK,
        Check("version", read_version, "tls", _REQUEST_S),
        Check("clock", compare_clocks, "tls"),
        Check("login", log_in, "tls", _REQUEST_S),
        Check("handshake", shake_hands, "login", _REQUEST_S),
        Check("csrf", check_csrf, "login"),
        Check("subscription", subscribe, "handshake", _REQUEST_S),
        Check("services", list_services, "login", _REQUEST_S),
        Check("snapshot", take_snapshot, "login", EVERYTHING_S + SNAPSHOT_S + BODY_S),
        Check("features", list_features, "login", _REQUEST_S),
        Check("devices", list_devices, "snapshot"),
        Check("calls", count_calls, "snapshot"),
        Check("voice", judge_voice, "services"),
        Check("poll", poll_once, "subscription", LONGEST_HOLD_S + 2 * HOLD_MARGIN_S),
        Check("agents", count_agents, "login", _REQUEST_S),
        Check("cookies", check_cookies, "login"),
    ),
    {
        TransportRefusedError: "Let the server's administrator allow the transport long-polling (CometD's "
        "allowedTransports; in Web Services the option group cometDSettings): cometd_path is right, CometD itself says "
        "no.",
        BadReplyError: "Check url: what answers there is no Web Services server, or speaks through something "
        "that is none.",
        ("poll", UnreachableError): "Something between ends requests that wait: its read timeout must be longer than "
        "the hold.",
        ("handshake", BadReplyError): "Check cometd_path: what answers there is no CometD server.",
    },
)
