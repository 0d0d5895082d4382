"""What can be set, in frozen models, and where each value comes from."""

from tui.config.attention import AttentionSettings, ThresholdSettings, WebhookSettings
from tui.config.desk import DeskSettings
from tui.config.floor import FloorSettings, PublishPrivacySettings, PublishSettings
from tui.config.privacy import PrivacySettings
from tui.config.reading import LoadedSettings, default_path, load, read
from tui.config.settings import Settings
from tui.config.sources import SourceSettings
from tui.config.strict import ConfigError, ConfigFault

__all__ = [
    "AttentionSettings",
    "ConfigError",
    "ConfigFault",
    "DeskSettings",
    "FloorSettings",
    "LoadedSettings",
    "PrivacySettings",
    "PublishPrivacySettings",
    "PublishSettings",
    "Settings",
    "SourceSettings",
    "ThresholdSettings",
    "WebhookSettings",
    "default_path",
    "load",
    "read",
]
