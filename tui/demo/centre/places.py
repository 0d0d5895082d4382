"""Area codes with their places, and the parties outside: numbers only from the range kept for fiction (555-01xx)."""

from __future__ import annotations

import random
import re

from tui.demo.centre.model import Outsider

PLACES = {
    "201": "New Jersey", "202": "Washington D.C.", "203": "Connecticut", "205": "Alabama", "206": "Seattle",
    "207": "Maine", "208": "Idaho", "212": "New York", "213": "Los Angeles", "214": "Dallas", "215": "Philadelphia",
    "216": "Cleveland", "303": "Denver", "305": "Miami", "307": "Wyoming", "312": "Chicago", "313": "Detroit",
    "401": "Rhode Island", "402": "Nebraska", "404": "Atlanta", "406": "Montana", "412": "Pittsburgh",
    "415": "San Francisco", "503": "Portland", "504": "New Orleans", "505": "New Mexico", "512": "Austin",
    "602": "Phoenix", "603": "New Hampshire", "605": "South Dakota", "612": "Minneapolis", "617": "Boston",
    "701": "North Dakota", "702": "Las Vegas", "713": "Houston", "801": "Salt Lake City", "802": "Vermont",
    "808": "Hawaii", "907": "Alaska", "916": "California",
}  # fmt: skip
COUNTRY = {"name": "United States", "code": "US", "callingCode": "1"}
_US_NUMBER = re.compile(r"\+?1?(\d{3})(\d{3})(\d{4})")
_AREAS = tuple(PLACES)


def outsider(number: str) -> Outsider:
    """The party behind a number, with its place when the area code is known here.

    Args:
        number: As dialled, such as "+12025550143" or "5999".
    """
    match = _US_NUMBER.fullmatch(number)
    if match is None:
        return Outsider(number=number, formatted=number)
    area, exchange, line = match.groups()
    return Outsider(
        number=number,
        formatted=f"({area}) {exchange}-{line}",
        e164=f"+1{area}{exchange}{line}",
        location=PLACES.get(area),
    )


def random_caller(rng: random.Random) -> Outsider:
    """Somebody who calls or is called: an area code of the list and a line of 555-0100 to 555-0199."""
    return outsider(f"+1{rng.choice(_AREAS)}55501{rng.randrange(100):02}")
