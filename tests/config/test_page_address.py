"""Addresses of pages that are opened for a call: the configuration alone says where they lead."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tui.config import DeskSettings
from tui.config.page_address import UnknownValueError, filled


@pytest.mark.parametrize(
    "template",
    [
        "",
        "https://crm.example.com",
        "https://crm.example.com/?n={number}&to={dnis}&case={data.Case ID}".replace(" ", "%20"),
        "http://[2001:db8::1]:8080/{type}#{call}",
        "crm://search?n={number}",
    ],
)
def test_what_names_scheme_and_host_is_taken(template: str) -> None:
    assert DeskSettings(ring_url=template).ring_url == template


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{data.Page}", "begins with its scheme and host"),
        ("https://{data.Host}/", "begins with its scheme and host"),
        ("https://crm{number}.example.com/", "begins with its scheme and host"),
        ("https://user:word@crm.example.com/", "begins with its scheme and host"),
        ("//crm.example.com/", "begins with its scheme and host"),
        ("javascript://x/%0aalert(1)", "begins with its scheme and host"),
        ("FILE://localhost/etc/passwd", "begins with its scheme and host"),
        ("https://crm.example.com\\@evil.example/", "begins with its scheme and host"),
        ("https://crm.example.com/ {number}", "no spaces"),
        ("https://crm.example.com/{nummer}", "nothing is known as {nummer}"),
        ("https://crm.example.com/{data.}", "nothing is known as {data.}"),
        ("https://crm.example.com/{number", "a brace that belongs to no place"),
    ],
)
def test_what_would_let_a_call_decide_is_refused(template: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        DeskSettings(ring_url=template)


@pytest.mark.parametrize(
    "template", ["https://crm.example.com/{value}", "HTTP://[2001:db8::1]:8080/a?b={value}#{value}"]
)
def test_a_link_names_its_host_and_has_a_place(template: str) -> None:
    assert DeskSettings(data_links={"Case*": template}).data_links == {"Case*": template}


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("", "begins with http"),
        ("{value}", "begins with http"),
        ("https://{value}/", "begins with http"),
        ("https://crm.example.com{value}", "begins with http"),
        ("https://user:word@crm.example.com/{value}", "begins with http"),
        ("ftp://crm.example.com/{value}", "begins with http"),
        ("crm://search/{value}", "begins with http"),
        ("javascript://x/{value}", "begins with http"),
        ("https://crm.example.com/ {value}", "ASCII without spaces"),
        ("https://crm.example.com/\x1b\\{value}", "ASCII without spaces"),
        ("https://crm.example.com/ü/{value}", "ASCII without spaces"),
        ("https://crm.example.com/", "has {value}"),
        ("https://crm.example.com/{number}/{value}", "has {value}"),
        ("https://crm.example.com/{value}}", "has {value}"),
    ],
)
def test_what_is_no_link_is_refused(template: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        DeskSettings(data_links={"Case": template})


@pytest.mark.parametrize("value", ["../../x?y#z&a=b", "//evil.example", "\x1b]0;x\x07", "\ud800", "ü {number}"])
def test_a_value_stays_one_part_whatever_it_holds(value: str) -> None:
    address = filled("https://crm.example.com/{number}/end", {"number": value}, "••••")

    assert address.startswith("https://crm.example.com/")
    assert address.endswith("/end")
    assert address.isascii()
    assert not set(address[24:-4]) & set("/?#&=\x1b{} ")


@pytest.mark.parametrize("data", [None, {}, {"Case": ""}, {"Case": "•••• 0138"}, {"Case": ".."}, {"Case": "."}])
def test_a_place_that_cannot_be_filled_is_named(data: object) -> None:
    with pytest.raises(UnknownValueError, match=r"^data\.Case is "):
        filled("https://crm.example.com/{data.Case}", {"data": data}, "••••")
