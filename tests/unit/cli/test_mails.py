"""What the mail sink reads out of mails, and keeps of them."""

from email.message import EmailMessage

import pytest

from cli.embedded.smtp_sink.messages import iterate_headers, read_bodies, summarise
from cli.embedded.smtp_sink.store import MailStore

PLAIN = b"From: a@example.org\r\nSubject: Bins\r\nMessage-ID: <1@x>\r\n\r\nPut them out.\r\n"


@pytest.fixture
def store(tmp_path):
    store = MailStore(tmp_path / "mail")
    yield store
    store.close()


def add(store: MailStore, raw: bytes = PLAIN, to: str = "b@example.org") -> int:
    at = "2026-03-02T09:00:00.000001Z"
    return store.add(received_at=at, sender="a@example.org", recipients=[to], raw=raw).id


def ids(store: MailStore) -> list[int]:
    return [mail.id for mail in store.newest()]


def test_summary_names_sender_subject_and_id():
    summary = summarise(PLAIN)
    assert (summary.sender, summary.subject, summary.message_id) == (
        "a@example.org",
        "Bins",
        "<1@x>",
    )


def test_folded_header_is_one_line():
    raw = b"Subject: one\r\n two\r\n\tthree\r\n\r\n"
    assert list(iterate_headers(raw)) == [("Subject", "one two three")]


def test_encoded_words_are_decoded():
    assert summarise(b"Subject: =?utf-8?q?=C3=9Cber?= uns\r\n\r\n").subject == "Über uns"


@pytest.mark.parametrize(
    "subject", [b"=?utf-8?b?!!!?=", b"=?no-such-charset?q?x?=", b"=?utf-8?q?=FF?=", b"\xff\xfe"]
)
def test_broken_subject_is_shown_somehow(subject):
    assert summarise(b"Subject: " + subject + b"\r\n\r\nx").subject


def test_mail_without_headers_has_an_empty_subject():
    assert summarise(b"just text").subject == ""


def test_text_and_html_are_told_apart():
    message = EmailMessage()
    message.set_content("plain")
    message.add_alternative("<b>rich</b>", subtype="html")
    message.add_attachment(b"x", maintype="text", subtype="calendar", filename="a.ics")
    bodies = read_bodies(message.as_bytes())
    assert bodies.text == "plain\n"
    assert bodies.html == "<b>rich</b>\n"
    assert bodies.attachments == ["a.ics"]


def test_text_in_an_unknown_charset_is_shown_as_far_as_it_can_be_read():
    raw = b"Content-Type: text/plain; charset=no-such\r\n\r\ncaf\xe9"
    assert read_bodies(raw).text == "caf\ufffd"


def test_mail_comes_back_byte_for_byte(store):
    raw = b"Subject: x\r\n\r\n" + bytes(range(256)) + b"\n\n"
    mail = store.get(add(store, raw))
    assert mail is not None
    assert store.read(mail) == raw


def test_newest_mail_comes_first(store):
    first, second = add(store), add(store)
    assert ids(store) == [second, first]


def test_mails_survive_a_restart(tmp_path):
    before = MailStore(tmp_path)
    add(before)
    add(before, b"Subject: second\r\n\r\nx")
    before.close()
    after = MailStore(tmp_path)
    second = next(after.newest())
    assert (second.subject, after.read(second)) == ("second", b"Subject: second\r\n\r\nx")
    assert add(after) == 3
    after.close()


def test_record_that_a_crash_cut_off_is_dropped_and_the_rest_kept(tmp_path):
    before = MailStore(tmp_path)
    add(before)
    add(before)
    before.close()
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-5])
    after = MailStore(tmp_path)
    assert ids(after) == [1]
    assert add(after) == 2
    after.close()
    again = MailStore(tmp_path)
    assert ids(again) == [2, 1]
    again.close()


def test_oldest_mails_go_and_their_files_with_them(tmp_path):
    store = MailStore(tmp_path, keep=4, mails_per_file=2)
    for _ in range(9):
        add(store)
    store.close()
    assert ids(store) == [9, 8, 7, 6]
    assert [path.name for path in sorted(tmp_path.iterdir())] == [
        "000000000005.mails",
        "000000000007.mails",
        "000000000009.mails",
    ]


def test_large_mails_push_out_old_ones(tmp_path):
    store = MailStore(tmp_path, keep_bytes=250, mails_per_file=1)
    for _ in range(4):
        add(store, b"x" * 100)
    store.close()
    assert ids(store) == [4, 3]


def test_cleared_store_does_not_give_an_id_twice(tmp_path):
    store = MailStore(tmp_path)
    add(store)
    store.clear()
    assert len(store) == 0
    store.close()
    again = MailStore(tmp_path)
    assert len(again) == 0
    assert add(again) == 2
    again.close()
