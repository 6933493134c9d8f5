"""Digests as mails: the words of others stay words, whatever they are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from uuid import UUID

import pytest

from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.digests import DigestDueRow
from shared.db.repositories.summaries import SummaryContent, SummaryLine
from tests.unit.notifications.test_letters import FIRE_AT, LINKS, Elements
from workers.notifications.channels.letter import LetterWriter
from workers.notifications.summaries import Summary
from workers.notifications.summary_wording import TITLE_CHARS

TASK = UUID("01930000-0000-7000-8000-000000000002")
ROW = DigestDueRow(
    id=UUID("01930000-0000-7000-8000-000000000004"),
    kind="digest",
    version=1,
    state="scheduled",
    fire_at=FIRE_AT,
    channels=("email",),
    user_id=UUID("01930000-0000-7000-8000-000000000001"),
    email="ada@example.com",
    name="Ada Lovelace",
    zone="Europe/Berlin",
    quiet_from=None,
    quiet_until=None,
    time_format="12h",
    days_off=(),
    given_up=(),
)


def line(title, **fields):
    values = {"due_on": None, "due_at": None, "fire_at": None, "amount": 0} | fields
    return SummaryLine(title=title, task_id=TASK, **values)


def message(title="Submit report", *, now=FIRE_AT, row=ROW, totals=None, **fields):
    fields = {"due_on": date(2026, 11, 26)} | fields
    content = SummaryContent(totals or {"ahead": 1}, {"ahead": [line(title, **fields)]})
    key = DeliveryKey(row.id, FIRE_AT, "email")
    return Summary(row, content).message(key, row.email, now, LINKS)


def bodies(written):
    letter = LetterWriter("Rondel <rondel@rondel.example>").write(written)
    mail = message_from_bytes(letter.content, policy=policy.default)
    assert not any(part.defects for part in mail.walk())
    text, page = (part.get_content() for part in mail.iter_parts())
    return text, page


def test_html_in_a_title_is_text():
    text, page = bodies(message("<script>alert(1)</script> & <b>x</b>"))
    assert "- <script>alert(1)</script> & <b>x</b>" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;x&lt;/b&gt;" in page
    assert "<script" not in page


def test_a_title_cannot_begin_a_line_or_turn_what_follows():
    text, _ = bodies(message("\u202eTea\r\nBcc: eve@example.com"))
    assert "- Tea Bcc: eve@example.com" in text.splitlines()


def test_right_to_left_titles_stay_in_their_place():
    due_at = FIRE_AT + timedelta(hours=1)
    title = "לקנות חלב"
    text, page = bodies(message(title, due_on=None, due_at=due_at))
    assert f"- \u2068{title}\u2069 (6 PM)" in text
    assert title in page
    assert 'dir="auto"' in page


def test_emoji_and_long_titles_are_shown_and_cut():
    text, page = bodies(message("🪴" * 500))
    shown = "🪴" * (TITLE_CHARS - 1) + "…"
    assert shown in text
    assert shown in page


def test_the_page_loads_nothing_and_leads_only_to_the_web_app():
    _, page = bodies(message())
    elements = Elements(page).found
    assert not {tag for tag, _ in elements} & {"img", "link", "script", "iframe", "object", "form"}
    links = [found["href"] for tag, found in elements if tag == "a"]
    assert len(links) == 3
    assert all(link.startswith("https://rondel.example/") for link in links)
    assert "You asked Rondel for this digest every day." in page


def test_a_late_one_says_so_in_both_bodies():
    for body in bodies(message(now=FIRE_AT + timedelta(minutes=12))):
        assert "late by 12 min" in body
        assert "planned for Thursday, 26 November 2026, 5 PM (Europe/Berlin)" in body


def test_other_channels_show_the_lines():
    written = message(totals={"ahead": 4})
    assert written.title == "Today: 4 due"
    assert written.body_lines == [
        "Thursday, 26 November 2026",
        "",
        "Due today",
        "- Submit report",
        "and 3 more",
    ]


@pytest.mark.parametrize(
    ("totals", "subject"),
    [
        ({"done": 12, "missed": 1}, "Your week: 12 done, 1 missed"),
        ({"done": 1, "overdue": 3}, "Your week: 1 done"),
        ({"overdue": 3, "ahead": 2}, "Your week: 3 overdue, 2 coming up"),
    ],
)
def test_the_subject_of_a_review(totals, subject):
    row = DigestDueRow(**{name: getattr(ROW, name) for name in ROW.__slots__} | {"kind": "review"})
    content = SummaryContent(totals, {})
    key = DeliveryKey(row.id, FIRE_AT, "email")
    written = Summary(row, content).message(key, row.email, FIRE_AT, LINKS)
    assert written.words.subject == subject


@pytest.mark.parametrize(
    ("clock", "due", "planned"), [("12h", "6:15 PM", "5 PM"), ("24h", "18:15", "17:00")]
)
def test_every_time_of_day_is_on_the_clock_of_the_reader(clock, due, planned):
    due_at = FIRE_AT + timedelta(minutes=75)
    written = message(
        row=replace(ROW, time_format=clock),
        now=FIRE_AT + timedelta(minutes=12),
        due_on=None,
        due_at=due_at,
    )
    for body in bodies(written):
        assert due in body
        assert f"planned for Thursday, 26 November 2026, {planned} (Europe/Berlin)" in body


def test_what_is_due_is_called_by_its_day():
    now = datetime(2026, 11, 26, 16, tzinfo=UTC)
    content = SummaryContent(
        {"overdue": 4},
        {
            "overdue": [
                line("a", due_on=date(2026, 11, 25)),
                line("b", due_on=date(2026, 11, 1)),
                line("c", due_at=now - timedelta(hours=2)),
                line("d", due_at=now - timedelta(days=400)),
            ]
        },
    )
    key = DeliveryKey(ROW.id, FIRE_AT, "email")
    written = Summary(ROW, content).message(key, ROW.email, now, LINKS)
    assert written.body_lines[3:] == [
        "- a (was due yesterday)",
        "- b (was due Sun 1 Nov)",
        "- c (was due today, 3 PM)",
        "- d (was due 22 Oct 2025, 6 PM)",
    ]
