"""A message about many tasks as a mail: all of it is shown, and none of it is markup."""

import html
import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from uuid import UUID

from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.letter import LetterWriter
from workers.notifications.listing import Line, Listing, Section
from workers.notifications.wording import Wording

AT = datetime(2026, 11, 27, 6, tzinfo=UTC)
HOSTILE = '<script>alert("1")</script> & {{ 7 * 7 }}'


def listing_mail(*sections, intro="In the night.", late=""):
    planned = "Friday, 27 November 2026, 7 AM (Europe/Berlin)" if late else ""
    words = Wording("2 reminders", "2 reminders", "", "", "", late, planned)
    message = OutgoingMessage(
        key="key",
        address="ada@example.com",
        name="Ada",
        words=words,
        notes="",
        priority=4,
        task_url="https://rondel.example/",
        settings_url="https://rondel.example/settings/notifications",
        user_id=UUID(int=1),
        task_id=None,
        reminder_id=UUID(int=2),
        fire_at=AT,
        sent_at=AT,
        listing=Listing(intro, sections, "You asked for it.", "https://rondel.example/all"),
    )
    letter = LetterWriter("Rondel <rondel@rondel.example>").write(message)
    mail = message_from_bytes(letter.content, policy=policy.SMTPUTF8)
    return [mail.get_body((kind,)).get_content().replace("\r", "") for kind in ("plain", "html")]


def test_the_text_names_each_task_with_its_detail_and_its_page():
    lines = (Line("Pay rent", "due today", "https://r.example/1"), Line("Call Bob", "", ""))
    text, _ = listing_mail(Section("Held back", lines, "and 3 more"))

    assert text == (
        "2 reminders\n\nIn the night.\n\nHeld back\n"
        "- Pay rent (due today)\n  https://r.example/1\n- Call Bob\nand 3 more\n\n"
        "Open Rondel: https://rondel.example/all\n\n-- \nYou asked for it.\n"
        "Change what you are told: https://rondel.example/settings/notifications\n"
    )


def test_the_page_shows_the_same_in_light_and_dark():
    _, page = listing_mail(
        Section("Held back", (Line("Pay rent", "due today", "https://r.example/1"),))
    )

    shown = html.unescape(re.sub(r"<[^>]+>", " ", page.partition("</head>")[2]))
    for words in ("2 reminders", "In the night.", "Held back", "Pay rent", "due today", "asked"):
        assert words in shown
    assert 'href="https://r.example/1"' in page
    assert "prefers-color-scheme: dark" in page
    dark = set(re.findall(r"\.(\w+)(?: a)? [{]", page)) - {"inside"}
    used = set(" ".join(re.findall(r'class="([^"]+)"', page)).split())
    assert used - {"inside"} <= dark


def test_a_section_without_a_heading_is_its_lines_alone():
    text, page = listing_mail(Section("", (Line("Pay rent", "due today", ""),)))

    assert text.startswith("2 reminders\n\nIn the night.\n\n- Pay rent (due today)\n")
    assert "<h2" not in page


def test_the_preview_names_the_first_tasks():
    lines = tuple(Line(f"Task {number}", "", "") for number in range(7))
    _, page = listing_mail(Section("Held back", lines))

    preview = page.partition("display:none")[2].partition("</div>")[0]
    assert "Task 0 · Task 1 · Task 2 · Task 3 · Task 4" in preview
    assert "Task 5" not in preview


def test_what_people_wrote_is_no_markup():
    text, page = listing_mail(Section(HOSTILE, (Line(HOSTILE, HOSTILE, ""),), HOSTILE))

    assert "<script" not in page
    assert page.count(html.escape(HOSTILE).replace("&quot;", "&#34;")) == 5
    assert text.count(HOSTILE) == 4


def test_a_late_one_says_how_late_in_both():
    for body in listing_mail(Section("Held back", (Line("Pay rent", "", ""),)), late="late by 1 h"):
        assert "late by 1 h" in body
        assert "planned for Friday, 27 November 2026" in body
