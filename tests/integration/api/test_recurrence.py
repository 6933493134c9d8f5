"""What a rule means, asked over HTTP before anything is kept."""

import pytest

from tests.integration.api.harness import pointers


async def ask(api, person, **body):
    return await api.ask("POST", "/api/recurrence/preview", person, json=body)


async def preview(api, person, **body):
    answer = await ask(api, person, **body)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
async def ada(api):
    return await api.person(zone="Europe/Berlin")


async def test_a_rule_is_said_in_words_with_its_next_dates(api, ada):
    found = await preview(
        api, ada, rrule="FREQ=WEEKLY;BYDAY=MO,FR;WKST=MO", dtstart="2031-12-01T09:00", n=3
    )
    assert "Monday and Friday" in found["text"]
    assert [each["slot"] for each in found["dates"]] == [
        "2031-12-01T09:00:00",
        "2031-12-05T09:00:00",
        "2031-12-08T09:00:00",
    ]
    assert found["dates"][0]["at"] == "2031-12-01T08:00:00Z"
    assert (found["of"], found["warnings"]) == (None, [])


async def test_a_plain_pattern_is_answered_as_it_would_be_stored(api, ada):
    found = await preview(api, ada, pattern="monthly", dtstart="2031-01-30", n=3)
    assert found["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"
    assert [each["slot"] for each in found["dates"]] == ["2031-01-30", "2031-02-28", "2031-03-30"]


async def test_days_that_short_months_lack_are_warned_of_with_a_way_out_pain_3(api, ada):
    found = await preview(api, ada, rrule="FREQ=MONTHLY;BYMONTHDAY=31", dtstart="2031-01-31")
    [warning] = found["warnings"]
    assert warning["code"] == "skips_short_months"
    assert warning["rrule"] == "FREQ=MONTHLY;BYMONTHDAY=-1"


async def test_a_rule_with_an_end_numbers_its_dates(api, ada):
    found = await preview(api, ada, rrule="FREQ=DAILY;COUNT=3", dtstart="2031-01-31T08:00")
    assert found["of"] == 3
    assert [each["number"] for each in found["dates"]] == [1, 2, 3]


@pytest.mark.parametrize(
    ("zone", "start", "code", "at"),
    [
        ("Europe/Berlin", "2031-03-29T02:30", "gap", "2031-03-30T01:30:00Z"),
        ("Europe/Berlin", "2031-10-25T02:30", "overlap_first", "2031-10-26T00:30:00Z"),
        ("America/New_York", "2031-03-08T02:30", "gap", "2031-03-09T07:30:00Z"),
        ("America/New_York", "2031-11-01T01:30", "overlap_first", "2031-11-02T05:30:00Z"),
        ("Australia/Lord_Howe", "2031-10-04T02:15", "gap", "2031-10-04T15:45:00Z"),
        ("Australia/Lord_Howe", "2031-04-05T01:45", "overlap_first", "2031-04-05T14:45:00Z"),
    ],
    ids=["berlin-gap", "berlin-fold", "york-gap", "york-fold", "howe-gap", "howe-fold"],
)
async def test_what_clocks_do_to_a_date_stands_beside_it(  # noqa: PLR0917 - a row of the table
    api, ada, zone, start, code, at
):
    found = await preview(api, ada, rrule="FREQ=DAILY", dtstart=start, zone=zone, n=3)
    second = found["dates"][1]
    assert (second["note"]["code"], second["at"]) == (code, at)
    assert code in {note["code"] for note in found["dst_notes"]}
    assert found["dates"][2]["slot"][11:] == second["slot"][11:]


async def test_the_other_anchor_counts_from_the_completion(api, ada):
    found = await preview(
        api, ada, rrule="FREQ=DAILY;INTERVAL=3", dtstart="2031-05-05", anchor="completion", n=2
    )
    assert [each["slot"] for each in found["dates"]] == ["2031-05-05", "2031-05-08"]
    assert "done" in found["text"]


async def test_dates_are_left_out_and_added(api, ada):
    found = await preview(
        api,
        ada,
        rrule="FREQ=DAILY",
        dtstart="2031-05-05",
        exdates=["2031-05-06"],
        rdates=["2031-05-04"],
        n=3,
    )
    slots = [each["slot"] for each in found["dates"]]
    assert slots == ["2031-05-04", "2031-05-05", "2031-05-07"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"rrule": "FREQ=SECONDLY"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;COUNT=2;UNTIL=20311231"}, "/rrule"),
        ({"rrule": "FREQ=DAILY;" + "X" * 600}, "/rrule"),
        ({"rrule": "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"}, "/rrule"),
        ({"pattern": "sometimes"}, "/pattern"),
        ({"pattern": "daily", "zone": "Mars/Olympus"}, "/zone"),
        ({"pattern": "daily", "dtstart": "2031-01-01T09:00+01:00"}, "/dtstart"),
        ({"pattern": "daily", "n": 101}, "/n"),
        ({"pattern": "daily", "n": 0}, "/n"),
        (
            {"pattern": "daily", "dtstart": "2031-05-05", "exdates": ["2031-05-06T09:00"]},
            "/exdates/0",
        ),
        (
            {"pattern": "daily", "dtstart": "2031-05-05", "rdates": ["2031-05-06T09:00"]},
            "/rdates/0",
        ),
        ({"pattern": "daily", "dtstart": "8000-01-01"}, "/dtstart"),
        ({"pattern": "daily", "rrule": "FREQ=DAILY"}, ""),
        ({}, ""),
    ],
    ids=[
        *("secondly", "count-until", "long", "never", "pattern", "zone", "offset", "many", "none"),
        *("exdate-kind", "rdate-kind", "far", "both", "neither"),
    ],
)
async def test_what_cannot_be_meant_is_refused_at_its_field(api, ada, body, pointer):
    answer = await ask(api, ada, **body)
    assert answer.status_code == 422
    assert pointer in {place for place, _ in pointers(answer)}


async def test_a_rule_made_to_take_long_is_answered_in_part_and_says_so(api, ada):
    found = await preview(
        api,
        ada,
        rrule="FREQ=DAILY;INTERVAL=7;BYMONTH=2;BYMONTHDAY=29",
        dtstart="2032-02-22",
        anchor="completion",
        n=100,
    )
    assert "cut_short" in {each["code"] for each in found["warnings"]}
    assert len(found["dates"]) < 100


async def test_many_dates_left_out_and_added_are_counted_once(api, ada):
    days = [f"2100-{month:02}-{day:02}T10:00" for month in range(1, 5) for day in range(1, 26)]
    found = await preview(
        api,
        ada,
        rrule="FREQ=DAILY;COUNT=10000",
        dtstart="2050-11-26T10:00",
        rdates=days,
        exdates=days[:1],
        n=100,
    )
    assert [each["number"] for each in found["dates"][:3]] == [1, 2, 3]


async def test_a_stranger_is_told_nothing(api):
    assert (await ask(api, None, pattern="daily")).status_code == 401
