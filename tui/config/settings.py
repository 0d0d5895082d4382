"""Everything that can be set, in one frozen model."""

from dataclasses import replace
from glob import escape
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from tui.config.attention import AttentionSettings, ThresholdSettings, WebhookSettings, hours
from tui.config.desk import DeskSettings
from tui.config.floor import PUBLISHED, FloorSettings, PublishSettings
from tui.config.privacy import PrivacySettings
from tui.config.sources import SourceSettings
from tui.config.strict import ReadIfThere, Strict
from tui.live.store.countries import COUNTRIES
from tui.live.store.privacy import Privacy, Show
from tui.source.limits import LoginLimits

Density = Literal["auto", "big", "card", "row"]
Order = Literal["attention", "state", "agent", "duration"]
Group = Literal["none", "agent", "team", "site", "state", "queue"]
Theme = Literal["dark", "light", "colour-blind"]
LogLevel = Literal["error", "warning", "info", "debug"]


class Settings(Strict):
    """Everything that can be set."""

    sources: tuple[SourceSettings, ...] = Field((), description="the logins")
    title: str = Field("", description="what stands beside the name of the program")
    density: Density = Field("auto", description="size of the cards: auto, big, card or row")
    order: Order = Field("attention", description="first on the wall: attention, state, agent or duration")
    group: Group = Field("none", description="how calls are grouped: none, agent, team, site, state or queue")
    teams: tuple[str, ...] = Field((), description="agent groups that are teams, the preferred first: `Team *`; all")
    queue_key: str = Field("", description="attached data that names the queue; its value is shown, see `[privacy]`")
    filters: tuple[str, ...] = Field(
        (), max_length=15, description="saved filters, which `f` on the wall offers: `state:held paused>60`"
    )
    conversations: bool = Field(False, description="show the legs of a conversation as one card")
    theme: Theme = Field("dark", description="dark, light or colour-blind")
    dim: tuple[str, ...] = Field(
        (), description='hours in which a wall is dimmed while nothing alarms, such as `["22:00-06:00"]`'
    )
    time_zone: str = Field(
        "", description="zone of the clock, such as Europe/Berlin, which it names then; the system's if missing"
    )
    country: str = Field(
        "", description="country by whose rules numbers without `+` are shown, such as `DE`; none if missing"
    )
    page_s: float = Field(0.0, ge=0, le=3600, description="seconds until a wall turns to its next page; 0 is no pages")
    kiosk: bool = Field(False, description="lock the wall: only `unlock_key` works")
    unlock_key: str = Field("ctrl+k", min_length=1, description="the key that locks and unlocks a kiosk")
    ended_s: float = Field(6.0, ge=0, le=3600, description="seconds that an ended call stays")
    resync_s: float = Field(
        15.0, ge=5, le=3600, description="seconds between two looks at the whole state, where it is small"
    )
    resync_max_s: float = Field(
        300.0, ge=5, le=3600, description="the same where it is large, or the server slow or shared by many logins"
    )
    max_calls: int = Field(
        20_000, ge=1, le=1_000_000, description="calls of one login; with more than that it is stale, and says so"
    )
    max_devices: int = Field(1_000, ge=1, le=100_000, description="devices of one login, likewise")
    max_answer_mb: int = Field(
        32, ge=1, le=1_000, description="megabytes of one answer, likewise: 10,000 calls are some 15"
    )
    max_data_mb: int = Field(
        48, ge=1, le=10_000, description="megabytes of texts and attached data of all calls of one login, likewise"
    )
    refused_retry_s: float = Field(300.0, ge=10, le=86400, description="seconds between two refused logins")
    agents_s: float = Field(15.0, ge=5, le=3600, description="seconds between two looks at the agents, while shown")
    agents_source: str = Field("", description="login whose groups' agents are shown; a supervisor's if missing")
    health_stale_s: float = Field(
        60.0, ge=1, le=86_400, description="seconds that a source may be stale until `/healthz` and `watch` call it ill"
    )
    health_s: float = Field(60.0, ge=1, le=86_400, description="seconds between two `health` lines of `watch`")
    answer_within_s: float = Field(
        20.0, ge=0, le=3600, description="seconds within which a call is wanted to be answered, for the numbers"
    )
    service_s: float = Field(
        0.0, ge=0, le=86_400, description="seconds between two `service` lines of `watch`; 0 is none"
    )
    log_level: LogLevel = Field("warning", description="how much goes to the log file: error, warning, info or debug")
    audit: bool = Field(True, description="write down who did what to which call, see callboard audit")
    record_mb: float = Field(32.0, ge=0.1, le=10_000, description="megabytes of a recording until it begins a new file")
    record_files: int = Field(8, ge=1, le=1_000, description="files of a recording that are kept; the oldest goes")
    desk: Annotated[DeskSettings, ReadIfThere()] = Field(DeskSettings.model_construct(), description="the agent's desk")
    attention: Annotated[AttentionSettings, ReadIfThere()] = Field(
        AttentionSettings.model_construct(), description="how a wall calls for somebody"
    )
    thresholds: tuple[Annotated[ThresholdSettings, ReadIfThere()], ...] = Field(
        (), description="from when on a call needs somebody"
    )
    webhook: Annotated[WebhookSettings, ReadIfThere()] = Field(
        WebhookSettings.model_construct(), description="where a wall posts its alarms"
    )
    privacy: Annotated[PrivacySettings, ReadIfThere()] = Field(
        PrivacySettings.model_construct(), description="what is shown of personal data"
    )
    floor: Annotated[FloorSettings, ReadIfThere()] = Field(
        FloorSettings.model_construct(), description="the NATS server where the calls of many logins meet"
    )
    publish: Annotated[PublishSettings, ReadIfThere()] = Field(
        PublishSettings.model_construct(), description="how the calls of our logins go there"
    )

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, zone: str) -> str:
        try:
            return zone and ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no time zone is named {zone}: write it like Europe/Berlin") from None

    @field_validator("dim")
    @classmethod
    def _are_hours(cls, dim: tuple[str, ...]) -> tuple[str, ...]:
        for one in dim:
            hours(one)
        return dim

    @field_validator("country")
    @classmethod
    def _is_country(cls, country: str) -> str:
        if country and country not in COUNTRIES:
            raise ValueError("no such country is known: write two capital letters (ISO 3166) like DE or GB")
        return country

    @field_validator("filters")
    @classmethod
    def _are_filters(cls, filters: tuple[str, ...]) -> tuple[str, ...]:
        if not filters:
            return filters
        # Most walls have none, and start sooner without what reads them.
        from tui.views.arrangement.filter_language import FilterError, read_filter

        for number, words in enumerate(filters, 1):
            try:
                read_filter(words)
            except FilterError as error:
                raise ValueError(f"filter {number}, {error.words}") from None
        return filters

    @property
    def limits(self) -> LoginLimits:
        """How much is taken of one login."""
        return LoginLimits(self.max_calls, self.max_devices, self.max_answer_mb, self.max_data_mb)

    def policy(self, default: Privacy) -> Privacy:
        """What may be shown of personal data.

        Who names a key of the attached data as the queue's wants to read its value on the wall: so it is shown unless
        `[privacy]` says of this very key that it is not.

        Args:
            default: What holds where nothing was said.
        """
        return self._with_queue(self.privacy.policy(default))

    @property
    def published(self) -> Privacy:
        """What of personal data leaves a publisher."""
        return self._with_queue(self.publish.privacy.policy(PUBLISHED))

    def _with_queue(self, policy: Privacy) -> Privacy:
        queue = ((escape(self.queue_key), Show.SHOW),) if self.queue_key else ()
        return replace(policy, keys=(*policy.keys, *queue))

    @model_validator(mode="after")
    def _knows_queues(self) -> Self:
        if self.group == "queue" and not self.queue_key:
            raise ValueError("groups by queue need queue_key: the attached data that names the queue")
        return self

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [source.label for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two sources are named {twice[0]}: give each its own name")
        return self
