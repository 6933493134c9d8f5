"""Zones as people say them: 9am Berlin time, 17:00 UTC."""

from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

from shared.domain.words.reader import Found, Reader

_NAMED: Final = {
    "utc": "UTC",
    "gmt": "Etc/GMT",
    **dict.fromkeys(("pst", "pdt"), "America/Los_Angeles"),
    **dict.fromkeys(("mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("est", "edt"), "America/New_York"),
    **dict.fromkeys(("cet", "cest"), "Europe/Berlin"),
    "bst": "Europe/London",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "aest": "Australia/Sydney",
}
_REGIONS: Final = frozenset(
    {"Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)
_MOST_WORDS: Final = 3


@lru_cache(maxsize=1)
def _cities() -> dict[tuple[str, ...], str]:
    names = (name for name in sorted(available_timezones()) if name.split("/")[0] in _REGIONS)
    return {tuple(name.split("/")[-1].lower().split("_")): name for name in names}


def read_zone(reader: Reader, place: int) -> Found[str] | None:
    """The zone that is said behind a time."""
    word = reader.word(place)
    if word in _NAMED:
        return Found(_NAMED[word], place + 1)
    for length in range(1, _MOST_WORDS + 1):
        end = place + length
        if not reader.is_word(end, reader.words.time.zone):
            continue
        zone = _cities().get(tuple(reader.word(place + offset) for offset in range(length)))
        return Found(zone, end + 1) if zone else None
    return None
