"""What is stored for the next occurrence reads back as it was."""

from datetime import UTC, date, datetime
from uuid import UUID

import orjson
import pytest

from shared.commands.series_fields import SeriesFields, decode_series_fields, encode_series_fields
from shared.domain.tasks import ReminderDraft


@pytest.mark.parametrize(
    "fields",
    [
        SeriesFields(),
        SeriesFields(title="Rent", notes="", priority=1, labels=()),
        SeriesFields(project_id=None),
        SeriesFields(project_id=UUID(int=7)),
        SeriesFields(reminders=()),
        SeriesFields(start=None),
        SeriesFields(start=date(2026, 11, 24)),
        SeriesFields(start=datetime(2026, 11, 24, 7)),
        SeriesFields(
            reminders=(
                ReminderDraft(lead="-PT1H", channels=("email",), relative_to="start", urgent=True),
                ReminderDraft(
                    at=datetime(2026, 11, 24, 9, tzinfo=UTC), nag_every="PT5M", nag_max=3
                ),
            )
        ),
    ],
)
def test_fields_survive_their_column(fields):
    stored = encode_series_fields(fields)
    assert decode_series_fields(stored and orjson.loads(orjson.dumps(stored))) == fields


def test_no_fields_are_no_column():
    assert encode_series_fields(SeriesFields()) is None
