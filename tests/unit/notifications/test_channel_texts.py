"""What channels over HTTP say of a reminder, each in the terms of its server."""

import base64
from uuid import UUID

import orjson
import pytest

from shared.core.egress import parse_target
from shared.core.links import LinkAction
from shared.db.repositories.deliveries import DeliveryKey
from shared.domain.channels import ChannelSettings
from tests.unit.notifications.test_letters import FIRE_AT, LINKS, ROW
from workers.notifications.channels.channel import OutgoingMessage
from workers.notifications.channels.gotify import GOTIFY
from workers.notifications.channels.ntfy import NTFY
from workers.notifications.channels.telegram import telegram_at
from workers.notifications.channels.webhook import WEBHOOK
from workers.notifications.wording import Wording

SCHEDULE = "Comes back every day at 09:00; then Fri 27 Nov 09:00."
SERVER = "https://push.example"
SECRET = "whsec_" + base64.b64encode(b"s" * 32).decode()
KINDS = {
    "webhook": (WEBHOOK, ChannelSettings("webhook", url=f"{SERVER}/hook", secret=SECRET)),
    "ntfy": (NTFY, ChannelSettings("ntfy", server=SERVER, topic="garden")),
    "gotify": (GOTIFY, ChannelSettings("gotify", server=SERVER, token="app-token")),
    "telegram": (
        telegram_at(parse_target(SERVER)),
        ChannelSettings("telegram", token="123456:" + "A" * 35, chat_id="-100123"),
    ),
}


def sent(kind, **changes):
    """The document that a reminder becomes."""
    values = {
        "key": "0123.456.7",
        "address": "",
        "name": "Ada",
        "words": Wording("Reminder: Tea", "Tea", "Due in 1 hour", "Friday, 17:00", "", "", ""),
        "notes": "",
        "priority": 1,
        "task_url": "https://rondel.example/l/open",
        "settings_url": "https://rondel.example/settings/notifications",
        "user_id": UUID(int=1),
        "task_id": UUID(int=2),
        "reminder_id": UUID(int=3),
        "fire_at": FIRE_AT,
        "sent_at": FIRE_AT,
    }
    channel, settings = KINDS[kind]
    return orjson.loads(channel.request(settings, OutgoingMessage(**values | changes)).body)


@pytest.mark.parametrize(
    ("kind", "field"), [("ntfy", "message"), ("gotify", "message"), ("telegram", "text")]
)
def test_the_text_says_how_the_task_comes_back(kind, field):
    assert SCHEDULE in sent(kind, schedule=SCHEDULE)[field].split("\n")
    assert "Comes back" not in sent(kind)[field]


def test_ntfy_shows_three_buttons_that_lead_to_the_signed_pages():
    key = DeliveryKey(ROW.reminder_id, FIRE_AT, "email")
    open_url, actions = LINKS.task(key, ROW), LINKS.actions(key, ROW)
    buttons = sent("ntfy", task_url=open_url, actions=actions)["actions"]

    assert [(each["action"], each["label"]) for each in buttons] == [
        ("view", "Done"),
        ("view", "Snooze 1 hour"),
        ("view", "Open"),
    ]
    tokens = [each["url"].removeprefix("https://rondel.example/l/") for each in buttons]
    claims = [LINKS.signer.read(token) for token in tokens]
    assert [each.action for each in claims] == [
        LinkAction.DONE,
        LinkAction.SNOOZE_1H,
        LinkAction.OPEN,
    ]


def test_ntfy_shows_no_button_where_links_are_not_signed():
    assert "actions" not in sent("ntfy")


def test_a_webhook_has_it_as_a_field():
    assert sent("webhook", schedule=SCHEDULE)["data"]["schedule"] == SCHEDULE
    assert sent("webhook")["data"]["schedule"] is None
