"""Mails about accounts: what leaves, with a link that is signed when it is written."""

import asyncio
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from shared.commands.account_mails import ask_invitation_mail, ask_mail, tell
from shared.core.account_links import AccountLinks
from shared.events.accounts import AccountMailAsked
from shared.events.catalog import CATALOG
from shared.events.envelope import Event
from tests.factories.users import make_user
from tests.integration.notifications.conftest import smtp_settings
from workers.notifications.account_mails import AccountPost
from workers.notifications.channels.email import EmailChannel
from workers.notifications.messages import Links
from workers.runtime.handler import PermanentError, TransientError

SIGNER = AccountLinks(["k" * 40])
ADDRESS = "ada@example.com"
WITH_LINK = ["verify_email", "reset_password", "change_email"]
CHANGES = [
    "password_changed",
    "email_changed",
    "session_reused",
    "token_created",
    "second_factor_on",
    "second_factor_off",
    "recovery_code_used",
    "passkey_added",
    "passkey_removed",
    "identity_linked",
]
NAMED = {
    "email_changed",
    "session_reused",
    "token_created",
    "passkey_added",
    "passkey_removed",
    "identity_linked",
}
BY_ADMIN = ["second_factor_reset", "role_changed", "account_disabled", "account_enabled"]


@pytest.fixture
async def post(world):
    email = EmailChannel(smtp_settings(world.server.port), world.clock)
    yield AccountPost(world.db, email, Links("https://rondel.example/"), SIGNER)
    await email.close()


async def asked(world, kind, **details):
    """The event of a mail of this kind, and the mail's id."""
    user = await make_user(world.db)
    async with world.db.unit_of_work() as uow:
        await uow.lock_users([user.user_id])
        assert await ask_mail(uow, user.user_id, kind, ADDRESS, details)
    [row] = await world.rows("SELECT id FROM account_mails WHERE user_id = :u", u=user.user_id)
    data = AccountMailAsked(user_id=user.user_id, mail_id=row.id)
    return Event(uuid4(), CATALOG["account.mail.asked"], world.clock.now(), None, data), row.id


async def state_of(world, mail_id):
    [row] = await world.rows("SELECT state FROM account_mails WHERE id = :id", id=mail_id)
    return row.state


def text_of(mail):
    return mail.parsed.get_body(("plain",)).get_content()


@pytest.mark.parametrize("kind", WITH_LINK)
async def test_its_link_is_that_of_the_mail(world, post, kind):
    event, mail_id = await asked(world, kind)
    await post.run(event)
    await post.run(event)
    [mail] = world.server.mails
    assert mail.parsed["To"].addresses[0].addr_spec == ADDRESS
    [token] = re.findall(r"https://rondel\.example/a/([\w-]{43})", text_of(mail))
    assert str(SIGNER.read(token)) == str(mail_id)
    assert token in mail.parsed.get_body(("html",)).get_content()
    assert await state_of(world, mail_id) == "sent"


@pytest.mark.parametrize("what", CHANGES)
async def test_what_was_changed_is_told_with_a_way_out(world, post, what):
    event, _ = await asked(world, "security_notice", what=what, new="new@example.com\r\nBcc: x")
    await post.run(event)
    [mail] = world.server.mails
    assert mail.subject == "Rondel: Your account was changed"
    assert "https://rondel.example/a/forgot" in text_of(mail)
    assert ("new@example.com Bcc: x" in text_of(mail)) == (what in NAMED)


@pytest.mark.parametrize("what", BY_ADMIN)
async def test_what_an_administrator_did_is_told(world, post, what):
    event, _ = await asked(world, "security_notice", what=what, new="operator")
    await post.run(event)
    [mail] = world.server.mails
    assert "administrator has" in text_of(mail)
    assert "/a/forgot" not in text_of(mail)


async def test_a_notice_before_the_last_is_sent_all_the_same(world, post):
    first, _ = await asked(world, "security_notice", what="second_factor_on")
    async with world.db.unit_of_work() as uow:
        [owner] = (await uow.lock_users([first.data.user_id])).values()
        await tell(uow, owner, "passkey_added", new="Phone")
    await post.run(first)
    [mail] = world.server.mails
    assert "code of your app" in text_of(mail)


async def test_an_invitation_leads_to_its_page_and_names_nobody_else(world, post):
    sender, invitation = await make_user(world.db, name="Olga"), uuid4()
    async with world.db.unit_of_work() as uow:
        await uow.lock_users([sender.user_id])
        until = world.clock.now() + timedelta(days=7)
        await ask_invitation_mail(uow, sender.user_id, ADDRESS, invitation, until)
    [row] = await world.rows("SELECT id FROM account_mails WHERE user_id = :u", u=sender.user_id)
    data = AccountMailAsked(user_id=sender.user_id, mail_id=row.id)
    await post.run(Event(uuid4(), CATALOG["account.mail.asked"], world.clock.now(), None, data))
    [mail] = world.server.mails
    assert mail.parsed["To"].addresses[0].addr_spec == ADDRESS
    [token] = re.findall(r"https://rondel\.example/a/([\w-]{43})", text_of(mail))
    assert SIGNER.read(token) == invitation
    assert "Olga" not in mail.parsed.as_string()


async def test_somebody_who_has_an_account_is_told_so(world, post):
    event, _ = await asked(world, "address_taken")
    await post.run(event)
    [mail] = world.server.mails
    assert mail.subject == "Rondel: You have an account"


async def test_a_mail_that_the_server_did_not_take_is_tried_again(world, post):
    event, mail_id = await asked(world, "reset_password")
    world.server.data_answers.append("451 try later")
    with pytest.raises(TransientError):
        await post.run(event)
    assert await state_of(world, mail_id) == "waiting"
    await post.run(event)
    assert await state_of(world, mail_id) == "sent"


async def test_a_mail_that_is_refused_for_good_has_failed(world, post):
    event, mail_id = await asked(world, "reset_password")
    world.server.data_answers.append("554 no")
    await post.run(event)
    assert await state_of(world, mail_id) == "failed"


async def test_a_mail_whose_link_ran_out_or_was_replaced_is_not_sent(world, post):
    event, mail_id = await asked(world, "reset_password")
    world.clock.advance(hours=1)
    await post.run(event)
    assert world.server.mails == []
    assert await state_of(world, mail_id) == "failed"


async def test_without_a_secret_the_worker_says_so(world):
    email = EmailChannel(smtp_settings(world.server.port), world.clock)
    post = AccountPost(world.db, email, Links("https://rondel.example/"), None)
    event, _ = await asked(world, "verify_email")
    with pytest.raises(PermanentError, match="RONDEL_AUTH__SECRET"):
        await post.run(event)
    await email.close()


async def test_what_is_given_up_has_failed(world, post):
    event, mail_id = await asked(world, "verify_email")
    await post.give_up(event.data)
    assert await state_of(world, mail_id) == "failed"


@pytest.mark.parametrize("kind", WITH_LINK)
async def test_its_link_is_in_no_log_line_and_no_row(world, post, caplog, kind):
    caplog.set_level("DEBUG")
    event, _ = await asked(world, kind)
    await post.run(event)
    [token] = re.findall(r"/a/([\w-]{43})", text_of(world.server.mails[0]))
    ours = [each for each in caplog.records if each.name != "mail.log"]  # of the test's server
    assert token not in "".join(f"{each.getMessage()} {each.__dict__}" for each in ours)
    for table in ("account_mails", "outbox", "deliveries"):
        [row] = await world.rows(
            f"SELECT count(*) AS found FROM {table} t WHERE strpos(t::text, :t) > 0", t=token
        )
        assert row.found == 0


async def test_a_mail_whose_record_was_cut_off_is_written_down_and_leaves_once(world, post):
    event, mail_id = await asked(world, "verify_email")
    world.server.gate.clear()
    sending = asyncio.create_task(post.run(event))
    await world.server.arrived.get()
    await world.cut_off_a_write_to("account_mails", world.server.gate.set)
    await sending
    assert await state_of(world, mail_id) == "sent"
    assert len(world.server.mails) == 1
