"""Text that people write is never markup: every place where it becomes HTML, with the same attacks.

Markdown is not rendered anywhere on the server. What is shown has the tags, the attributes and the
addresses of the template, whatever was written.
"""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser
from uuid import UUID

import pytest

from api import link_pages
from api.link_pages import Page
from shared.core.plain import many_lines, one_line
from workers.notifications.channels.channel import MessageAction, OutgoingMessage
from workers.notifications.channels.letter import LetterWriter
from workers.notifications.listing import Line, Listing, Section
from workers.notifications.notice import Notice
from workers.notifications.wording import Wording

AT = datetime(2026, 11, 27, 6, tzinfo=UTC)
SITE = "https://rondel.example/"
HARMLESS = "Pay rent"
HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "out of an attribute": '" onmouseover="alert(1)" x=\'',
    "out of its element": "</h1></td></table><form action=https://evil.example><input>",
    "an image": "<img src=x onerror=alert(1)>",
    "a vector image": "<svg/onload=alert(1)><a xlink:href=javascript:alert(1)>x</a></svg>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img&#62; &amp;lt;",
    "markdown": "[click](javascript:alert(1)) ![x](https://evil.example/x.png) **b** `c`",
    "a bare address": "javascript:alert(1) data:text/html,<script>alert(1)</script>",
    "a template": "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "a comment": "--><!--<!doctype html><![CDATA[ ]]>",
    "a style": "<style>*{background:url(https://evil.example)}</style>",
    "another encoding": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "turned around": "\u202e\u2066txt.exe\u2069\u202e\u200f",
    "broken characters": "\x00<\x00script>\x1b[31m\ud800\u2028<b>",
}
NEW_DIRECTION = "[\u202a-\u202e\u2066-\u2069]"


class Seen(HTMLParser):
    """The tags and attributes of a page, and its text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.words = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(attrs)))

    def handle_decl(self, decl):
        self.tags.append(("!", decl))

    def handle_comment(self, data):
        self.tags.append(("--", data))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join("".join(self.words).split())


def mail(**more):
    title = more.pop("title", "Title")
    message = OutgoingMessage(
        key="key",
        address="ada@example.com",
        name=title,
        words=Wording(title, title, "Due", "Friday", "", "", ""),
        notes=more.pop("notes", ""),
        priority=1,
        task_url=f"{SITE}t/1",
        settings_url=f"{SITE}settings",
        user_id=UUID(int=1),
        task_id=UUID(int=3),
        reminder_id=UUID(int=2),
        fire_at=AT,
        sent_at=AT,
        **more,
    )
    letter = LetterWriter("Rondel <rondel@rondel.example>").write(message)
    parsed = message_from_bytes(letter.content, policy=policy.SMTPUTF8)
    assert parsed.keys().count("To") == 1
    return parsed.get_body(("html",)).get_content()


def reminder(text):
    """As message_for makes it of a row."""
    line = one_line(text)
    actions = tuple(MessageAction(n, n, f"{SITE}l/{n}") for n in ("Done", "Snooze 1 h"))
    return mail(
        title=line, notes=many_lines(text).replace("\n", " "), actions=actions, schedule=line
    )


def digest(text):
    line = one_line(text)
    lines = (Line(line, line, f"{SITE}t/1"), Line(line, line, ""))
    sections = (Section(line, lines, line),)
    return mail(listing=Listing(line, sections, line, SITE), title=line)


def notice(text):
    line = one_line(text)
    return mail(notice=Notice((line, line), line, "Confirm", f"{SITE}a/token"), title=line)


def page_of_a_link(text):
    page = Page(200, one_line(text), text, (text, text), task=text, footer=text)
    return link_pages.answer(page).body.decode("utf-8", "replace")


PLACES = {
    "reminder": reminder,
    "digest": digest,
    "account mail": notice,
    "page of a link": page_of_a_link,
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_people_write_adds_no_tag_and_changes_no_attribute(place, text):
    if place is page_of_a_link:
        text = text.replace("\ud800", "")  # nothing stored has one: PostgreSQL keeps UTF-8
    plain, hostile = Seen(place(HARMLESS)), Seen(place(text))
    assert hostile.tags == plain.tags
    shown = " ".join(one_line(text).split())
    assert shown in one_line(hostile.text)


@pytest.mark.parametrize("place", [reminder, digest, notice])
def test_no_word_of_a_title_turns_ours_around(place):
    assert not re.search(NEW_DIRECTION, Seen(place(HOSTILE["turned around"])).words[-1])
    title = [word for word in Seen(place("safe\u202etxt.exe")).words if "txt.exe" in word]
    assert title
    assert not any("\u202e" in word for word in title if "notes" not in word) or place is reminder
