"""Where passwords and passphrases come from.

They are looked for in this order, and the first place that has one counts:

1. the environment: `CALLBOARD_PASSWORD_<NAME OF THE SOURCE>`, then `CALLBOARD_PASSWORD`;
2. `password_command` of the source: a program, run without a shell, that prints it;
3. `password_file` of the source: a file of ours that nobody else can read;
4. `~/.netrc`, where it has this user for this host (its owner and mode are checked by the standard library);
5. the keyring of the system, where `callboard login` puts it;
6. a person is asked, if there is a terminal.

The same goes for the passphrase of a client key, with `PASSPHRASE` and `passphrase_`, and without netrc. A program
or a file that was named and fails ends the search with words: what comes after it was not meant. A feed that was
refused looks again before its next attempt (see `tui.gws.line`), so that a wall goes on when a password was changed.

A floor has the same places (`tui.passwords.floor`), but variables of its own, `CALLBOARD_FLOOR_PASSWORD` and
`CALLBOARD_FLOOR_PASSPHRASE`: what all sources share is nothing for its server.
"""

from tui.passwords.finding import Secrets, open_secrets
from tui.passwords.places import SecretKind, WantedSecret, password_wanted

__all__ = ["SecretKind", "Secrets", "WantedSecret", "open_secrets", "password_wanted"]
