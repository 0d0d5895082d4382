"""A count with the word of what was counted."""


def count_of(number: int, thing: str, things: str = "") -> str:
    """Say how many there are, such as `1 call`, `2 calls` or `2 entries`.

    Args:
        number: How many.
        thing: The word for one.
        things: The word for others; with an s if missing.
    """
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"
