"""Dates among a table's texts, and the days from 1970 on that they stand for.

A column holds dates where at least nine tenths of its texts are written in one of a few ways. Where day and month could
be either, a number above 12 in one of the two places tells; else the month is first between slashes, as in the United
States, and the day between points or dashes.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

_MONTHS = {
    name: month
    for month, names in enumerate(
        [
            "jan january januar",
            "feb february februar",
            "mar march märz mär",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ],
        start=1,
    )
    for name in names.split()
}
_TIME = (
    r"(?:(?:[T ]|, ?)(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2}(?:[.,]\d{1,9})?))?\s*(?P<ap>[AaPp]\.?[Mm]\.?)?"
    r"\s*(?P<z>Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_WAYS: dict[str, re.Pattern[str]] = {
    way: re.compile(rf"{pattern}{_TIME}")
    for way, pattern in {
        "year-month-day": r"(?P<y>\d{4})(?P<p>[-/.])(?P<m>\d{1,2})(?P=p)(?P<d>\d{1,2})",
        "year 年 month 月 day 日": r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日?",
        "day.month.year": r"(?P<d>\d{1,2})(?P<p>[-/.])(?P<m>\d{1,2})(?P=p)(?P<y>\d{4}|\d{2})",
        "month/day/year": r"(?P<m>\d{1,2})(?P<p>[-/.])(?P<d>\d{1,2})(?P=p)(?P<y>\d{4}|\d{2})",
        "day month year": r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?[-/ ]+(?P<n>[^\W\d]{3,9})\.?[-/, ]+(?P<y>\d{4}|\d{2})",
        "month day, year": r"(?P<n>[^\W\d]{3,9})\.?[-/ ]+(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/, ]+(?P<y>\d{4})",
        "month year": r"(?P<n>[^\W\d]{3,9})\.?[-/ ,]+(?P<y>\d{4})",
        "year-month": r"(?P<y>\d{4})[-/](?P<m>\d{1,2})",
    }.items()
}
_EPOCH = datetime(1970, 1, 1)
_PIVOT = 69
"""Two digits from here on are years of the 20th century, as POSIX has it."""
_LOOKED_AT = 200
_SHARE = 0.9


def find_way(texts: Collection[str]) -> str | None:
    """The way in which texts are dates; None where they are none. The first few of them tell."""
    sample = [text for text, _ in zip(texts, range(_LOOKED_AT), strict=False)]
    if not sample or not any(character.isdigit() for character in sample[0]):
        return None
    counts = {way: sum(days_of(text, way) is not None for text in sample) for way in _WAYS}
    best = max(counts.values())
    if best < max(1.0, _SHARE * len(sample)):
        return None
    ways = [way for way, count in counts.items() if count == best]
    if ways[:2] == ["day.month.year", "month/day/year"] and all("/" in text for text in sample):
        return ways[1]
    return ways[0]


def days_of(text: str, way: str) -> float | None:
    """The days from 1970 on that a text stands for, with the time of day as a fraction; None where it is no date."""
    found = _WAYS[way].fullmatch(text.strip())
    if found is None:
        return None
    part = found.groupdict()
    month = _MONTHS.get(part["n"].casefold(), 0) if part.get("n") else int(part["m"])
    year = int(part["y"])
    if len(part["y"]) == 2:
        year += 1900 if year >= _PIVOT else 2000
    hour, zone = int(part["h"] or 0), part["z"]
    if part["ap"]:
        hour = hour % 12 + (12 if part["ap"][0] in "Pp" else 0)
    try:
        date = datetime(year, month, int(part.get("d") or 1), hour, int(part["i"] or 0))
    except ValueError:
        return None
    seconds = (date - _EPOCH).total_seconds() + float((part["s"] or "0").replace(",", "."))
    if zone and zone[0] in "+-":
        away = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])).total_seconds()
        seconds -= away if zone[0] == "+" else -away
    return seconds / 86_400


def days_of_all(texts: Iterable[str], way: str) -> list[float]:
    """The days of texts, not a number where one is no date."""
    found = (days_of(text, way) for text in texts)
    return [float("nan") if days is None else days for days in found]
