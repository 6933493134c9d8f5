"""Names of zones: what is one, and that nothing else gets near a file."""

from datetime import UTC, datetime

import pytest

from shared.core.errors import InvalidInput
from shared.domain.zones import load_zone, to_instant, to_local


@pytest.mark.parametrize(
    "name",
    [
        "UTC",
        "Europe/Berlin",
        "America/Argentina/Buenos_Aires",
        "Etc/GMT+5",
        "Etc/GMT-14",
        "America/Port-au-Prince",
        "EST5EDT",
    ],
)
def test_iana_zone_is_loaded(name):
    assert load_zone(name).key == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        " ",
        "Europe",
        "Europe/",
        "Europe//Berlin",
        "Europe/Atlantis",
        "europe/berlin",
        "Europe/Berlin ",
        "Europe/Berlin\n",
        "../etc/passwd",
        "../../etc/passwd",
        "Europe/../../etc/passwd",
        "/etc/passwd",
        "/usr/share/zoneinfo/Europe/Berlin",
        "./Europe/Berlin",
        "Europe\\Berlin",
        "localtime",
        "posixrules",
        "Factory",
        "posix/Europe/Berlin",
        "right/Europe/Berlin",
        "zone.tab",
        "tzdata.zi",
        "Europe/Ber\x00lin",
        "Europ\u00e9/Berlin",
        "A/B/C/D",
        "+02:00",
        "x" * 65,
        "x" * 100_000,
    ],
)
def test_anything_else_is_an_unknown_zone(name):
    with pytest.raises(InvalidInput) as caught:
        load_zone(name, pointer="/due/zone")
    assert (caught.value.pointer, caught.value.reason_code) == ("/due/zone", "zone_unknown")
    assert len(str(caught.value)) < 150


def test_local_time_with_a_zone_of_its_own_is_a_mistake():
    with pytest.raises(ValueError, match="carries no zone"):
        to_instant(datetime(2026, 1, 1, tzinfo=UTC), "Europe/Berlin")


def test_instant_without_zone_is_a_mistake():
    with pytest.raises(ValueError, match="is aware"):
        to_local(datetime(2026, 1, 1), "Europe/Berlin")
