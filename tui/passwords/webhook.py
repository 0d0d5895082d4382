"""The secret that goes with each alarm to a webhook."""

import os
import re
from collections.abc import Mapping

from pydantic import SecretStr

from tui.config import ConfigError, WebhookSettings
from tui.passwords.files import secret_from_file
from tui.passwords.finding import Secrets
from tui.passwords.programs import secret_from_program

VARIABLE = "CALLBOARD_WEBHOOK_SECRET"
_VALUE = re.compile(r"[!-~](?:[ -~]*[!-~])?")


def open_webhook_secret(
    webhook: WebhookSettings, secrets: Secrets, environment: Mapping[str, str] = os.environ
) -> SecretStr | None:
    """Find what the header of a webhook says; nobody is asked.

    Args:
        webhook: The webhook.
        secrets: Those of the run, which know it from now on, so that nothing writes it anywhere.
        environment: Where `CALLBOARD_WEBHOOK_SECRET` is looked up.

    Returns:
        The value; None where there is no webhook, or it needs none.

    Raises:
        ConfigError: A program or file that was named fails, or gives what no header can say.
    """
    if not webhook.url:
        return None
    found = _found(webhook, environment)
    if found is None:
        return None
    if not _VALUE.fullmatch(found):
        raise ConfigError("the secret of the webhook is no value of a header: ASCII in one line, no space at its ends")
    secret = SecretStr(found)
    secrets.known.add("secret of the webhook", secret)
    return secret


def _found(webhook: WebhookSettings, environment: Mapping[str, str]) -> str | None:
    if said := environment.get(VARIABLE):
        return said
    if webhook.secret_command:
        return secret_from_program(webhook.secret_command, "secret_command of the webhook")
    if webhook.secret_file:
        return secret_from_file(webhook.secret_file, "secret_file of the webhook")
    return None
