"""What the benchmark asks the preview is accepted, and has dates to tell."""

from datetime import UTC, datetime

import pytest

from api.schemas.recurrence import PreviewIn
from cli.bench.preview_calls import preview_bodies
from cli.bench.previews import DATES, HEAVY, USUAL
from shared.domain.recurrence import Series, check_occurs, parse_rule
from shared.domain.recurrence.answer import answer
from shared.domain.recurrence.steps import Steps

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize("body", preview_bodies((*USUAL, *HEAVY)))
def test_rule_is_accepted_and_answered(body):
    asked = PreviewIn.model_validate_json(body)
    check_occurs(parse_rule(asked.rrule), asked.dtstart)
    found = answer(Series(asked.rrule, asked.dtstart, asked.zone), NOW, asked.n, Steps())
    assert len(found.dates) == DATES


def test_each_rule_is_asked_once_and_dates_only_where_they_can_begin_one():
    bodies = [PreviewIn.model_validate_json(body) for body in preview_bodies((*USUAL, *HEAVY))]
    timed = [body for body in bodies if isinstance(body.dtstart, datetime)]
    assert sorted(body.rrule for body in timed) == sorted((*USUAL, *HEAVY))
    assert len(set(USUAL)) == 30
    all_day = [body.rrule for body in bodies if not isinstance(body.dtstart, datetime)]
    assert [rule for rule in all_day if "HOURLY" in rule or "MINUTELY" in rule] == []
