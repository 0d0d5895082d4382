"""Numbers as people write them, where the server did not write them so: for what is shown, never for what is sent."""

import re
from functools import lru_cache

from tui.source.models import Participant

_BARE = re.compile(r"\+?[0-9]{3,17}")
"""What comes otherwise was written by somebody already, is masked, or is no number."""
_BETWEEN = re.compile(r"[ ()./-]")
_REMEMBERED = 4_096


def formatted_number(number: str, country: str = "") -> str:
    """Write a number as its country does.

    Args:
        number: As it came.
        country: Two letters of the country (ISO 3166) by whose rules a number without `+` is read; "" for none.

    Returns:
        With `+` the international form, else the form within the country: the same digits, and what is usual between
        them. What is no number of the country for sure, such as an extension, is as it came.
    """
    if not _BARE.fullmatch(number) or not (country or number.startswith("+")):
        return number
    return _formatted(number, country)


def formatted_party(party: Participant, country: str = "") -> str:
    """Write the number of a party.

    Args:
        party: The party; a masked one stays masked.
        country: As for `formatted_number`, for a party whose country the server does not tell.

    Returns:
        As the server writes it, where it does; an internal number it writes without anything between (API.md 5.3).
    """
    written, told = party.formatted_phone_number, party.country.code if party.country is not None else ""
    if written and not told and not written.startswith("+"):
        return written
    return formatted_number(party.shown, told or country)


@lru_cache(maxsize=_REMEMBERED)
def _formatted(number: str, country: str) -> str:
    try:
        # It takes some 30 ms to import, and many servers write every number themselves.
        import phonenumbers as rules
    except ImportError:
        # Only an installation that was not brought up to date lacks it: a bare number is better than no picture.
        return number
    try:
        read = rules.parse(number, country or None, keep_raw_input=True)
    except rules.NumberParseException:
        return number
    if not rules.is_valid_number(read):
        return number
    if number.startswith("+"):
        words = rules.format_number(read, rules.PhoneNumberFormat.INTERNATIONAL)
    else:
        words = rules.format_in_original_format(read, country)
    return words if _BETWEEN.sub("", words) == number else number
