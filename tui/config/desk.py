"""The `[desk]` table: the agent's session, and how the desk behaves."""

from fnmatch import fnmatchcase
from typing import Literal

from pydantic import Field, field_validator

from tui.config.page_address import check_link, check_template
from tui.config.program_words import EventProgram
from tui.config.strict import Strict
from tui.language.nearest import nearest
from tui.live.commands.filling import Given


class DeskSettings(Strict):
    """The `[desk]` table: the agent's session, and how the desk behaves."""

    place: str = Field("", description="place to log in at; the agent's default place where it is missing")
    queue: str = Field("", description="ACD queue to log in to")
    login_code: str = Field("", description="agent login; the first one of the user where it is missing")
    channels: tuple[str, ...] = Field(("voice",), min_length=1, description="channels that a session starts")
    disposition_key: str = Field("DispositionCode", min_length=1, description="key of user data for the disposition")
    dispositions: tuple[str, ...] = Field(
        (), description="dispositions to choose from, by digit or word; any text where none is named"
    )
    ask_disposition: bool = Field(
        True, description="ask for the disposition when a call is hung up without one, where `dispositions` names some"
    )
    require_disposition: bool = Field(
        False, description="no `ready` on the desk before the last call has its disposition, or the server refused it"
    )
    day: Literal["keep", "run", "off"] = Field(
        "keep", description="calls of the day: kept in the state folder, known for this run alone, or `off`"
    )
    day_hours: float = Field(12.0, gt=0, le=168, description="hours after which a call of the day is forgotten")
    show_data: tuple[str, ...] = Field((), description="keys of user data to show, such as `Account*`; none is all")
    hide_data: tuple[str, ...] = Field(
        ("IW_*", "WWE_PARTY_*", "GSIP_*", "GSW_*"), description="keys of user data that are hidden even so"
    )
    data_links: dict[str, str] = Field(
        {},
        examples=[{"Case*": "https://crm.example.com/cases/{value}"}],
        description="pages that values of user data lead to, by key or pattern of it, with `{value}`",
    )
    copy_number: Literal["shown", "always", "never"] = Field(
        "shown",
        description="whether `K` copies the number of a call: where numbers are shown, also where masked, or not",
    )
    bell: bool = Field(True, description="ring the terminal's bell for a call")
    flash: bool = Field(True, description="flash a ringing call")
    title: bool = Field(True, description="tell a ringing call in the terminal's title")
    notify: bool = Field(True, description="notify the desktop of a call, where the terminal can")
    on_ring: EventProgram = Field(
        (), description="program to run for each ringing call, with JSON on its standard input: no shell, 10 s"
    )
    ring_url: str = Field(
        "",
        examples=["https://crm.example.com/?caller={number}"],
        description="page to open for a ringing call, with `{number}`, `{dnis}`, `{type}`, `{call}`, `{data.KEY}`",
    )
    confirm_within_s: float = Field(
        5.0, gt=0, le=60, description="seconds after which an operation without effect counts as timed out"
    )
    second_press_s: float = Field(1.5, gt=0, le=10, description="seconds for the second press of a key that needs one")
    keys: dict[str, str] = Field({}, description="other keys, by command, such as `hold` and `k`")

    @field_validator("ring_url")
    @classmethod
    def _names_its_host(cls, template: str) -> str:
        check_template(template)
        return template

    @field_validator("data_links")
    @classmethod
    def _name_their_hosts(cls, links: dict[str, str]) -> dict[str, str]:
        for template in links.values():
            check_link(template)
        return links

    @field_validator("keys")
    @classmethod
    def _are_keys(cls, keys: dict[str, str]) -> dict[str, str]:
        # Only where somebody has keys of their own: the table of commands takes as long to import as all settings.
        from tui.live.commands.commands import BY_ID, keyed

        unknown = next((one for one in keys if one not in BY_ID), None)
        if unknown is not None:
            near = nearest(unknown, BY_ID)
            raise ValueError(f"there is no command {unknown}" + (f": do you mean {near}?" if near else ""))
        keyed(keys)
        return keys

    @property
    def session(self) -> Given:
        """What a session is started with."""
        return Given(place=self.place, queue=self.queue, login_code=self.login_code, channels=self.channels)

    def shows(self, key: str) -> bool:
        """Whether an entry of the user data is shown: allowed by `show_data`, and not hidden by `hide_data`."""
        allowed = not self.show_data or any(fnmatchcase(key, pattern) for pattern in self.show_data)
        return allowed and not any(fnmatchcase(key, pattern) for pattern in self.hide_data)
