"""Slots of a series: bounds, added and excluded dates, preview, and the text of a slot."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.core.errors import InvalidInput
from shared.domain.recurrence import Series, next_slots, parse_slot, preview, roll, slot_text

BERLIN = "Europe/Berlin"
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)  # Tuesday, 09:00 in Berlin


def test_first_slots_begin_with_the_start_if_the_rule_hits_it():
    series = Series("FREQ=WEEKLY;BYDAY=TU,TH", date(2026, 11, 24), BERLIN)
    assert next_slots(series, None, 2) == [date(2026, 11, 24), date(2026, 11, 26)]


def test_start_that_the_rule_does_not_hit_is_no_slot():
    series = Series("FREQ=WEEKLY;BYDAY=WE", date(2026, 11, 24), BERLIN)
    assert next_slots(series, None, 1) == [date(2026, 11, 25)]


def test_every_second_week_on_three_days_begins_in_the_week_of_the_start():
    # Typed on a Wednesday (product 5.4).
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=MO"
    series = Series(rule, date(2026, 11, 25), BERLIN)
    assert [slot.day for slot in next_slots(series, None, 4)] == [25, 27, 7, 9]


@pytest.mark.parametrize("limit", [0, 1, 5])
def test_no_more_than_the_limit(limit):
    series = Series("FREQ=DAILY", date(2026, 11, 24), BERLIN)
    assert len(next_slots(series, None, limit)) == limit


def test_limit_has_a_limit():
    series = Series("FREQ=DAILY", date(2026, 11, 24), BERLIN)
    assert len(next_slots(series, None, 10**9)) == 1000


@pytest.mark.parametrize(
    ("after", "first"),
    [
        (datetime(2026, 11, 24, 9), datetime(2026, 11, 25, 9)),
        (datetime(2026, 11, 24, 8, 59, 59), datetime(2026, 11, 24, 9)),
        (date(2026, 11, 24), datetime(2026, 11, 25, 9)),
        (datetime(2020, 1, 1), datetime(2026, 11, 20, 9)),
        (date(2020, 1, 1), datetime(2026, 11, 20, 9)),
    ],
)
def test_slots_are_strictly_later(after, first):
    series = Series("FREQ=DAILY", datetime(2026, 11, 20, 9), BERLIN)
    assert next_slots(series, after, 1) == [first]


def test_time_bounds_an_all_day_series_by_its_day():
    series = Series("FREQ=DAILY", date(2026, 11, 20), BERLIN)
    assert next_slots(series, datetime(2026, 11, 24, 0, 1), 1) == [date(2026, 11, 25)]


def test_fractions_of_a_second_in_the_start_are_dropped():
    series = Series("FREQ=DAILY", datetime(2026, 11, 24, 9, 0, 0, 123456), BERLIN)
    assert next_slots(series, None, 1) == [datetime(2026, 11, 24, 9)]


def test_ordinal_and_plain_days_in_one_list_are_joined():
    series = Series("FREQ=MONTHLY;BYDAY=MO,-1FR", date(2026, 11, 1), BERLIN)
    assert [slot.day for slot in next_slots(series, None, 6)] == [2, 9, 16, 23, 27, 30]


def test_position_in_the_first_week_counts_days_before_the_start():
    # The first week is Monday to Friday; its second day is the 24th although it began on the 26th.
    series = Series("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", date(2026, 11, 26), BERLIN)
    assert next_slots(series, None, 2) == [date(2026, 12, 1), date(2026, 12, 8)]


def test_week_number_without_day_takes_the_weekday_of_the_start():
    series = Series("FREQ=YEARLY;BYWEEKNO=20", date(2026, 11, 24), BERLIN)
    assert next_slots(series, None, 2) == [date(2027, 5, 18), date(2028, 5, 16)]


class TestAddedAndExcluded:
    def test_excluded_dates_are_left_out_and_added_ones_sorted_in(self):
        series = Series(
            "FREQ=WEEKLY;BYDAY=MO",
            date(2026, 11, 2),
            BERLIN,
            exdates=(date(2026, 11, 9), date(2026, 11, 12)),
            rdates=(date(2026, 11, 18), date(2026, 11, 4), date(2026, 11, 16)),
        )
        days = [slot.day for slot in next_slots(series, None, 5)]
        assert days == [2, 4, 16, 18, 23]

    def test_exclusion_is_stronger_than_addition(self):
        day = date(2026, 11, 4)
        series = Series(
            "FREQ=WEEKLY;BYDAY=MO", date(2026, 11, 2), BERLIN, exdates=(day,), rdates=(day,)
        )
        assert next_slots(series, None, 2) == [date(2026, 11, 2), date(2026, 11, 9)]

    def test_added_dates_outlive_the_rule(self):
        series = Series("FREQ=DAILY;COUNT=1", date(2026, 11, 2), BERLIN, rdates=(date(2027, 1, 1),))
        assert next_slots(series, None, 9) == [date(2026, 11, 2), date(2027, 1, 1)]

    def test_two_local_times_of_one_instant_come_once(self):
        # On this day 02:30 is skipped and means 03:30.
        series = Series(
            "FREQ=DAILY",
            datetime(2026, 3, 28, 2, 30),
            BERLIN,
            rdates=(datetime(2026, 3, 29, 3, 30),),
        )
        assert next_slots(series, datetime(2026, 3, 28, 2, 30), 2) == [
            datetime(2026, 3, 29, 2, 30),
            datetime(2026, 3, 30, 2, 30),
        ]


class TestPreview:
    def test_past_slots_are_left_out_and_this_instant_is_past(self):
        series = Series("FREQ=DAILY", datetime(2026, 11, 1, 9), BERLIN)
        assert preview(series, NOW, 2) == [datetime(2026, 11, 25, 9), datetime(2026, 11, 26, 9)]
        earlier = NOW - timedelta(seconds=1)
        assert preview(series, earlier, 1) == [datetime(2026, 11, 24, 9)]

    def test_all_day_series_begins_today(self):
        series = Series("FREQ=DAILY", date(2026, 11, 1), BERLIN)
        assert preview(series, NOW, 2) == [date(2026, 11, 24), date(2026, 11, 25)]

    def test_series_that_is_yet_to_begin_shows_its_start(self):
        series = Series("FREQ=DAILY;COUNT=2", date(2027, 1, 1), BERLIN)
        assert preview(series, NOW, 9) == [date(2027, 1, 1), date(2027, 1, 2)]

    def test_completion_anchor_is_shown_as_if_each_is_done_when_due(self):
        series = Series("FREQ=DAILY;INTERVAL=3", date(2027, 1, 1), BERLIN, anchor="completion")
        assert [slot.day for slot in preview(series, NOW, 4)] == [1, 4, 7, 10]

    def test_completion_anchor_that_has_begun_counts_from_now(self):
        series = Series("FREQ=DAILY;INTERVAL=3", date(2026, 1, 1), BERLIN, anchor="completion")
        assert [slot.day for slot in preview(series, NOW, 2)] == [27, 30]

    def test_completion_anchor_ends_with_its_count(self):
        series = Series("FREQ=WEEKLY;COUNT=2", date(2027, 1, 1), BERLIN, anchor="completion")
        assert preview(series, NOW, 9) == [date(2027, 1, 1), date(2027, 1, 8)]


class TestSlotText:
    @pytest.mark.parametrize(
        ("slot", "text"),
        [
            (date(2026, 3, 29), "2026-03-29"),
            (datetime(2026, 3, 29), "2026-03-29T00:00:00"),
            (datetime(2026, 3, 29, 2, 30), "2026-03-29T02:30:00"),
            (datetime(2026, 10, 25, 2, 30, fold=1), "2026-10-25T02:30:00;fold=1"),
        ],
    )
    def test_round_trip(self, slot, text):
        assert slot_text(slot) == text
        parsed = parse_slot(text)
        assert (parsed, type(parsed), slot_text(parsed)) == (slot, type(slot), text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "2026-3-29",
            "20260329",
            "2026-02-30",
            "2026-03-29T24:00:00",
            "2026-03-29T02:30",
            "2026-03-29 02:30:00",
            "2026-03-29T02:30:00Z",
            "2026-03-29T02:30:00;fold=2",
            "2026-03-29;fold=1",
            "2026-W13-7",
            "\u0662026-03-29",
        ],
    )
    def test_anything_else_is_refused(self, text):
        with pytest.raises(InvalidInput) as caught:
            parse_slot(text)
        assert caught.value.reason_code == "slot_syntax"


@pytest.mark.parametrize(
    ("dtstart", "end", "last"),
    [
        (date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 26)),
        (
            datetime(2026, 11, 24, 9),
            datetime(2026, 11, 27, 9),
            datetime(2026, 11, 26, 9),
        ),
    ],
)
@pytest.mark.parametrize("anchor", ["schedule", "completion"])
def test_from_where_another_series_goes_on_no_slot_is_of_this_one(dtstart, end, last, anchor):
    series = Series("FREQ=DAILY", dtstart, BERLIN, anchor, rdates=(end,), ends_before=end)
    assert next_slots(series, None, 10)[-1] == last
    completed_at = datetime(2026, 11, 26, 7, tzinfo=UTC)
    rolled = roll(
        series,
        last,
        completed_at=completed_at,
        now=completed_at,
        zone=BERLIN,
        completions=1,
    )
    assert rolled.next_slot is None
