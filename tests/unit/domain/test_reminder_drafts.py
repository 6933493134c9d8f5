"""Which reminders can be meant."""

from datetime import UTC, datetime

import pytest

from shared.core.errors import InvalidInput
from shared.domain.tasks import ReminderDraft, check_reminders

NOON = datetime(2026, 12, 1, 11, tzinfo=UTC)
CHANNEL = "018f3c2e-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    "draft",
    [
        ReminderDraft(lead="-PT30M"),
        ReminderDraft(lead="-P1D", relative_to="start"),
        ReminderDraft(at=NOON, channels=("email", CHANNEL), urgent=True),
        ReminderDraft(lead="PT0S", nag_every="PT5M", nag_max=1),
        ReminderDraft(lead="PT0S", nag_every="P1D", nag_max=20),
        ReminderDraft(lead="PT0S", nag_every="PT24H", nag_max=20),
    ],
)
def test_a_reminder_is_taken(draft):
    assert check_reminders([draft]) is None


@pytest.mark.parametrize(
    ("draft", "pointer", "reason"),
    [
        (ReminderDraft(), "", "reminder_kind"),
        (ReminderDraft(lead="PT0S", at=NOON), "", "reminder_kind"),
        (ReminderDraft(at=NOON, relative_to="start"), "/relative_to", "reminder_kind"),
        (ReminderDraft(lead="soon"), "/offset", "offset_syntax"),
        (ReminderDraft(lead="-P1M"), "/offset", "offset_months"),
        (ReminderDraft(lead="-P367D"), "/offset", "offset_range"),
        (ReminderDraft(lead="PT0S", nag_every="PT4M59S", nag_max=3), "/nag/every", "nag_interval"),
        (ReminderDraft(lead="PT0S", nag_every="P1DT1S", nag_max=3), "/nag/every", "nag_interval"),
        (ReminderDraft(lead="PT0S", nag_every="-PT15M", nag_max=3), "/nag/every", "nag_interval"),
        (ReminderDraft(lead="PT0S", nag_every="often", nag_max=3), "/nag/every", "offset_syntax"),
        (ReminderDraft(lead="PT0S", nag_every="PT15M"), "/nag", "nag_incomplete"),
        (ReminderDraft(lead="PT0S", nag_max=3), "/nag", "nag_incomplete"),
        (ReminderDraft(lead="PT0S", nag_every="PT15M", nag_max=0), "/nag/max", "nag_max"),
        (ReminderDraft(lead="PT0S", nag_every="PT15M", nag_max=21), "/nag/max", "nag_max"),
        (ReminderDraft(lead="PT0S", channels=()), "/channels", "channels_number"),
        (ReminderDraft(lead="PT0S", channels=("email",) * 11), "/channels", "channels_number"),
        (ReminderDraft(lead="PT0S", channels=("email", "pager")), "/channels/1", "channel_unknown"),
        (ReminderDraft(lead="PT0S", channels=(CHANNEL.upper(),)), "/channels/0", "channel_unknown"),
    ],
)
def test_a_reminder_is_refused_with_its_place(draft, pointer, reason):
    with pytest.raises(InvalidInput) as refused:
        check_reminders([ReminderDraft(lead="PT0S"), draft])
    assert refused.value.pointer == f"/reminders/1{pointer}"
    assert refused.value.reason_code == reason


def test_twenty_one_reminders_are_too_many():
    assert check_reminders([ReminderDraft(lead="PT0S")] * 20) is None
    with pytest.raises(InvalidInput) as refused:
        check_reminders([ReminderDraft(lead="PT0S")] * 21)
    assert refused.value.reason_code == "reminders_too_many"
