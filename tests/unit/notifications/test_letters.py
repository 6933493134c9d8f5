"""What people find in their inbox, compared with mails that somebody has looked at.

After a change of wording or looks: `python -m tests.unit.notifications.test_letters` writes the
golden mails anew; open them in a mail program before committing them.
"""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest

from shared.core.links import LinkAction, LinkSigner
from shared.db.repositories.deliveries import DeliveryKey
from shared.db.repositories.due_rows import DueRow, DueSeries
from workers.notifications.channels.letter import LetterWriter
from workers.notifications.messages import Links, message_for
from workers.notifications.wording import Wording

GOLDEN = Path(__file__).parent / "golden"
LINKS = Links("https://rondel.example", LinkSigner(["a-secret-for-the-links-of-golden-mails"]))
FIRE_AT = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
ROW = DueRow(
    reminder_id=UUID("01930000-0000-7000-8000-000000000003"),
    version=1,
    state="scheduled",
    fire_at=FIRE_AT,
    channels=("email",),
    task_id=UUID("01930000-0000-7000-8000-000000000002"),
    title="Submit report",
    notes="",
    priority=4,
    is_done=False,
    is_deleted=False,
    due_on=None,
    due_at=FIRE_AT + timedelta(days=1),
    task_zone=None,
    user_id=UUID("01930000-0000-7000-8000-000000000001"),
    email="ada@example.com",
    name="Ada Lovelace",
    zone="Europe/Berlin",
    time_format="12h",
)
MONTH_ENDS = DueSeries(
    slot="2026-11-27T17:00:00",
    rrule="FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1",
    dtstart=datetime(2026, 10, 30, 17),
    all_day=False,
    zone=None,
    anchor="schedule",
    exdates=(),
    rdates=(),
    ends_before=None,
    ended_at=None,
    completions=1,
    missed_policy="collapse",
    near_slots=None,
)
ROWS = {
    "one_day_before": ROW,
    "everything": replace(
        ROW,
        title="Bericht für Müller & Söhne <Entwurf 2> abgeben",
        notes="Zahlen der 47. Woche nehmen.\n\nRechnung → beilegen",
        priority=1,
        task_zone="Asia/Tokyo",
        name="Jürgen Groß",
        time_format="24h",
    ),
    "date_only": replace(ROW, due_at=None, due_on=date(2026, 11, 29), priority=3),
    "no_due": replace(ROW, due_at=None, title="Call grandmother"),
    "late": ROW,
    "recurring": replace(ROW, title="Pay rent", series=MONTH_ENDS, time_format="24h"),
    "right_to_left": replace(ROW, title="לקנות חלב", notes="שני ליטר"),
    "hostile": replace(
        ROW,
        title="\u202eTea\r\nBcc: eve@example.com <script>alert(1)</script>",
        notes="<img src=https://evil.example/x.png>\r\n.\r\n--=_rondel_reminder--",
        name='"Eve" <eve@example.com>',
    ),
    "long": replace(ROW, title="Write the yearly report " * 20, notes="word " * 120),
}


def letter(name: str) -> bytes:
    now = FIRE_AT + timedelta(minutes=12 if name == "late" else 0, milliseconds=8)
    row = ROWS[name]
    key = DeliveryKey(row.reminder_id, FIRE_AT, "email")
    message = message_for(key, row, row.email, now, LINKS)
    return LetterWriter("Rondel <rondel@rondel.example>").write(message).content


def bodies(name: str) -> tuple[str, str]:
    message = message_from_bytes(letter(name), policy=policy.default)
    text, page = (part.get_content() for part in message.iter_parts())
    return text, page


@pytest.mark.parametrize("name", ROWS)
def test_mail_is_the_one_that_was_looked_at(name, tmp_path):
    written = tmp_path / f"{name}.eml"
    written.write_bytes(letter(name))

    # Git keeps text files with one kind of line end; on the wire it is CRLF.
    golden = (GOLDEN / written.name).read_bytes()
    assert written.read_bytes().replace(b"\r\n", b"\n") == golden


@pytest.mark.parametrize("name", ROWS)
def test_mail_is_without_defects_and_has_both_bodies(name):
    message = message_from_bytes(letter(name), policy=policy.default)

    assert not any(part.defects for part in message.walk())
    for body in bodies(name):
        assert ROWS[name].title.split()[-1] in html.unescape(body)


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.mark.parametrize("name", ROWS)
def test_html_loads_nothing_and_leads_only_to_the_web_app(name):
    _, page = bodies(name)

    elements = Elements(page).found
    assert not {tag for tag, _ in elements} & {"img", "link", "script", "iframe", "object", "form"}
    assert not any({"src", "background", "srcset"} & found.keys() for _, found in elements)
    assert "url(" not in page
    assert "@import" not in page
    links = [found["href"] for tag, found in elements if tag == "a"]
    assert all(link.startswith("https://rondel.example/") for link in links)


def test_text_of_the_user_is_text_in_html():
    _, page = bodies("hostile")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "&lt;img src=https://evil.example/x.png&gt;" in page


def test_copy_is_recognisable_by_its_id():
    first, again = (
        message_for(
            DeliveryKey(ROW.reminder_id, FIRE_AT, "email"),
            ROW,
            ROW.email,
            FIRE_AT + timedelta(seconds=seconds),
            LINKS,
        ).key
        for seconds in (0, 600)
    )
    moved = message_for(
        DeliveryKey(ROW.reminder_id, FIRE_AT + timedelta(microseconds=1), "email"),
        ROW,
        ROW.email,
        FIRE_AT,
        LINKS,
    ).key

    assert first == again != moved


def test_every_copy_has_the_same_links_and_each_leads_to_its_deed():
    key = DeliveryKey(ROW.reminder_id, FIRE_AT, "email")
    first, again = (
        message_for(key, ROW, ROW.email, FIRE_AT + timedelta(seconds=seconds), LINKS)
        for seconds in (0, 600)
    )
    assert (first.task_url, first.actions) == (again.task_url, again.actions)
    urls = [first.task_url, *(each.url for each in first.actions)]
    claims = [LINKS.signer.read(url.removeprefix("https://rondel.example/l/")) for url in urls]
    assert [each.action for each in claims] == list(LinkAction)[:5]
    ids = {(each.user_id, each.task_id, each.reminder_id, each.fire_at) for each in claims}
    assert ids == {(ROW.user_id, ROW.task_id, ROW.reminder_id, FIRE_AT)}


def test_both_bodies_carry_every_link():
    text, page = bodies("one_day_before")
    for body in (text, html.unescape(page)):
        assert len(set(re.findall(r"https://rondel.example/l/[\w-]+", body))) == 5


def test_both_bodies_say_how_the_task_comes_back():
    words = "Comes back on the last Friday of every month at 17:00; then Fri 25 Dec 17:00."
    for body in bodies("recurring"):
        assert body.count(words) == 1
    assert all("Comes back" not in body for body in bodies("one_day_before"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (0, "It comes again every 15 minutes until it is done, at most 3 times in all."),
        (2, "It is the last of 3 messages."),
    ],
)
def test_both_bodies_say_whether_more_of_a_chain_follow(sent, words):
    row = replace(ROW, nag_every="PT15M", nag_max=3, nag_sent=sent)
    key = DeliveryKey(row.reminder_id, FIRE_AT, "email")
    written = LetterWriter("rondel@rondel.example").write(
        message_for(key, row, row.email, FIRE_AT, LINKS)
    )
    mail = message_from_bytes(written.content, policy=policy.default)
    for body in (part.get_content() for part in mail.iter_parts()):
        assert body.count(words) == 1
    assert all("It comes again" not in body for body in bodies("one_day_before"))


def test_a_rule_that_nobody_can_read_costs_the_mail_its_line_alone():
    row = replace(ROW, series=replace(MONTH_ENDS, rrule="FREQ=NEVER"))
    message = message_for(
        DeliveryKey(row.reminder_id, FIRE_AT, "email"), row, "a@b.c", FIRE_AT, LINKS
    )
    assert (message.words.title, message.schedule) == ("Submit report", "")


def test_a_test_message_speaks_of_no_task():
    key = DeliveryKey(ROW.reminder_id, FIRE_AT, "email")
    reminder = message_for(key, ROW, ROW.email, FIRE_AT, Links("https://rondel.example"))
    words = Wording("A test", "Reminders reach you here.", "", "", "", "", "")
    written = LetterWriter("rondel@rondel.example").write(
        replace(reminder, words=words, task_id=None, task_url=reminder.settings_url)
    )
    mail = message_from_bytes(written.content, policy=policy.default)
    for body in (part.get_content() for part in mail.iter_parts()):
        assert "You asked Rondel for this test message." in body
        assert "task" not in body


def test_without_a_secret_a_mail_leads_to_the_web_app_alone():
    key = DeliveryKey(ROW.reminder_id, FIRE_AT, "email")
    message = message_for(key, ROW, ROW.email, FIRE_AT, Links("https://rondel.example"))
    content = LetterWriter("rondel@rondel.example").write(message).content
    assert message.actions == ()
    assert f"/tasks/{ROW.task_id}".encode() in content
    assert b"/l/" not in content


def write_golden() -> None:
    for name in ROWS:
        (GOLDEN / f"{name}.eml").write_bytes(letter(name).replace(b"\r\n", b"\n"))


if __name__ == "__main__":
    write_golden()
