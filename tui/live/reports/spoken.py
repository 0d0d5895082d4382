"""Durations as they are spoken."""


def spoken_duration(seconds: float) -> str:
    """Say a duration in its two largest units.

    Args:
        seconds: Not negative.

    Returns:
        Such as `1 hour 3 minutes`, `4 minutes 10 seconds` or `0 seconds`.
    """
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    units = [(days, "day"), (hour, "hour"), (minute, "minute"), (second, "second")]
    first = next((place for place, (number, _) in enumerate(units) if number), len(units) - 1)
    said = [(number, unit) for number, unit in units[first : first + 2] if number or first == len(units) - 1]
    return " ".join(f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in said)
