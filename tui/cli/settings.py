"""The commands about configuration and passwords."""

import argparse

from tui.cli.options import Commands, add_config, add_connection

_KEYS = """\
Each value comes from an option, else from the environment, else from the file, else it is the default.
The environment has CALLBOARD_<KEY> for every key, and CALLBOARD_<TABLE>_<KEY> for those of [desk], [attention] and
[privacy]: CALLBOARD_DENSITY=row, CALLBOARD_ATTENTION_BELL=true, CALLBOARD_DESK_CHANNELS='["voice"]'.
CALLBOARD_URL and CALLBOARD_USER make one source.

examples:
  callboard config init                              asks a few questions and writes the file
  callboard config init --no-input --url https://gws.example.com --user agent.one
  callboard config show --profile night              what counts, and where it comes from
  callboard config validate                          everything that is wrong with the file
  $EDITOR "$(callboard config path)"
"""


def add_config_command(commands: Commands) -> None:
    """Add `callboard config` to the commands."""
    config = commands.add_parser(
        "config",
        help="write, show and check the configuration",
        description="Write, show and check the configuration.",
        epilog=_KEYS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    doings = config.add_subparsers(dest="doing", metavar="DOING", required=True)
    path = doings.add_parser("path", help="print where the file is looked for")
    add_config(path)
    show = doings.add_parser("show", help="print every value and where it comes from; secrets are hidden")
    add_connection(show)
    _add_json(show)
    validate = doings.add_parser("validate", help="tell everything that is wrong with the file; 2 if anything is")
    add_config(validate)
    _add_json(validate)
    _add_init(doings)
    config.set_defaults(run=_config)


def add_login(commands: Commands) -> None:
    """Add `callboard login` and `callboard logout` to the commands."""
    login = commands.add_parser(
        "login",
        help="store the password of a source in the system's keyring, or in its password_file",
    )
    _add_source(login)
    login.add_argument("--stdin", action="store_true", help="read it from the first line of the standard input")
    login.add_argument("--no-check", action="store_true", help="do not try it at the server first")
    login.set_defaults(run=_login)
    logout = commands.add_parser("logout", help="take the password of a source out of there again")
    _add_source(logout)
    logout.set_defaults(run=_logout)


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument("source", nargs="?", metavar="SOURCE", help="name of the source (the only one)")
    command.add_argument("--passphrase", action="store_true", help="the passphrase of its client key instead")
    command.add_argument(
        "--floor", nargs="?", const="", metavar="URL", help="that of the floor instead (the one of the configuration)"
    )
    add_connection(command)


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one object of JSON")


def _add_init(doings: Commands) -> None:
    init = doings.add_parser("init", help="ask a few questions and write a file with every key explained")
    init.add_argument("--config", metavar="FILE", help="where to write it (CALLBOARD_CONFIG)")
    init.add_argument("--url", help="address of the server")
    init.add_argument("--user", help="login name")
    init.add_argument("--name", help="name on screen (the login name)")
    init.add_argument("--title", help="words beside the name of the program")
    init.add_argument(
        "--privacy", choices=("last4", "hide", "show"), help="what is shown of numbers and names (last4, on walls)"
    )
    init.add_argument(
        "--password-from",
        choices=("keyring", "environment", "command", "file", "netrc", "ask"),
        help="where the password comes from (keyring, or file where there is none)",
    )
    init.add_argument("--password-command", metavar="WORDS", help="program that prints it, as for a shell")
    init.add_argument("--password-file", metavar="FILE", help="file that has it")
    init.add_argument("--ca-bundle", metavar="FILE", help="certificates of a private CA")
    init.add_argument("--allow-http", action="store_true", default=None, help="allow plain http to another machine")
    init.add_argument("--force", action="store_true", help="replace a file that is there")
    init.add_argument("--no-input", action="store_true", help="ask nothing: what is not said has its default")


def _config(options: argparse.Namespace) -> int:
    from tui.runs import config

    return config.config(options)


def _login(options: argparse.Namespace) -> int:
    from tui.runs import login

    return login.login(options)


def _logout(options: argparse.Namespace) -> int:
    from tui.runs import login

    return login.logout(options)
