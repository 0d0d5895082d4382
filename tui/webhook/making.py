"""From settings to the webhook of a run."""

from typing import TYPE_CHECKING

from pydantic import SecretStr

from tui.config import WebhookSettings

if TYPE_CHECKING:
    from tui.live.store.journal import Journal
    from tui.webhook.alarm_webhook import AlarmWebhook


def webhook_of(settings: WebhookSettings, secret: SecretStr | None, journal: "Journal") -> "AlarmWebhook | None":
    """Make what posts alarms.

    Args:
        settings: What was set.
        secret: What the header says; None leaves it out.
        journal: Where it is told that alarms do not go.

    Returns:
        None where there is no address.

    Raises:
        ConfigError: The certificates cannot be used.
    """
    if not settings.url:
        return None
    # Most walls have none, and start sooner without it.
    from tui.tls import tls_trusting
    from tui.webhook.alarm_webhook import AlarmWebhook, DeliveryLimits
    from tui.webhook.delivery import Endpoint

    endpoint = Endpoint(settings.url, tls_trusting(settings.ca_bundle), settings.header, secret)
    return AlarmWebhook(endpoint, DeliveryLimits(settings.attempts, settings.within_s), journal)
