"""Names of parties, from the attached data in which the vendor's desktop leaves them (API.md 5.1)."""

from collections.abc import Mapping

from tui.source.models import Call, Participant

PREFIX = "WWE_PARTY_"


def name_of(call: Call, party: Participant) -> str:
    """Find the name of a party.

    Args:
        call: The call with its attached data.
        party: One of its parties.

    Returns:
        First and last name, else the user name; "" where nothing is attached.
    """
    data = call.user_data or {}
    for number in (party.phone_number, party.digits, party.formatted_phone_number, party.e164_number):
        entry = data.get(f"{PREFIX}{number}") if number else None
        if isinstance(entry, Mapping):
            return _name(entry)
    return ""


def _name(entry: Mapping[object, object]) -> str:
    said = {key: value for key in ("firstname", "lastname", "username") if isinstance(value := entry.get(key), str)}
    full = f"{said.get('firstname', '')} {said.get('lastname', '')}".strip()
    return full or said.get("username", "")
