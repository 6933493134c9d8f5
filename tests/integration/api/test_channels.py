"""Channels through the API."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from shared.db.repositories.channels import claim_test, find_channels, settle_test
from tests.integration.api.harness import Api, pointers

URL = "https://hooks.example.com/services/T0/very-secret"
BOT = "123456:" + "A" * 35
NTFY = {"kind": "ntfy", "name": "Phone", "topic": "garden-reminders", "token": "tk_secret"}
APPRISE = {"kind": "apprise", "name": "D", "url": "discord://4711/very-secret"}
HOOK = {"kind": "webhook", "name": "Hook", "url": URL}


@pytest.fixture(scope="module")
def api(resources):
    settings = resources.settings.model_copy(
        update={"secrets_key": SecretStr("k" * 40), "egress_allow": "10.1.0.0/16,ntfy.lan"}
    )
    return Api(replace(resources, settings=settings))


async def make(api, person, **body):
    answer = await api.ask("POST", "/api/channels", person, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_webhook_shows_its_secret_once_and_its_path_never(api, ada):
    made = await make(api, ada, **HOOK)

    assert made["secret"].startswith("whsec_")
    listed = await api.ask("GET", "/api/channels", ada)
    [channel] = listed.json()["items"]
    assert channel["target"] == "https://hooks.example.com/…"
    assert made["secret"] not in listed.text
    assert "very-secret" not in listed.text


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (NTFY, "https://ntfy.sh/gar…"),
        (NTFY | {"server": "http://ntfy.lan:8080"}, "http://ntfy.lan:8080/gar…"),
        (
            {"kind": "gotify", "name": "G", "server": "http://10.1.2.3", "token": "abc"},
            "http://10.1.2.3",
        ),
        ({"kind": "telegram", "name": "T", "token": BOT, "chat_id": "-1001234"}, "chat -10…"),
        (APPRISE, "discord://…"),
        (
            APPRISE | {"url": "jsons://ada:pw@hooks.example.com/x?+a=b"},
            "jsons://hooks.example.com/…",
        ),
        (APPRISE | {"url": "mmost://10.1.2.3:8065/" + "a" * 24}, "mmost://10.1.2.3:8065/…"),
    ],
)
async def test_each_kind_is_made_and_shows_where_it_leads(api, ada, body, target):
    made = await make(api, ada, **body)

    assert (made["channel"]["target"], made["secret"]) == (target, None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (HOOK | {"url": "http://127.0.0.1/"}, "/url"),
        (HOOK | {"url": "http://169.254.169.254/latest"}, "/url"),
        (HOOK | {"url": "http://0x7f.1/"}, "/url"),
        (HOOK | {"url": "https://u:p@example.com/"}, "/url"),
        (HOOK | {"url": "https://example.com/\r\nX: y"}, "/url"),
        (HOOK | {"token": "abc"}, "/token"),
        ({"kind": "webhook", "name": "H"}, "/url"),
        (NTFY | {"server": "http://[::1]/"}, "/server"),
        (NTFY | {"server": "http://10.2.0.1/"}, "/server"),
        (NTFY | {"topic": "a/../b"}, "/topic"),
        (NTFY | {"token": "a b"}, "/token"),
        (NTFY | {"token": "a\r\nX-Evil: 1"}, "/token"),
        (NTFY | {"name": "a\nb"}, "/name"),
        (NTFY | {"name": "  "}, "/name"),
        (NTFY | {"kind": "pigeon"}, "/kind"),
        ({"kind": "telegram", "name": "T", "token": "1/../2", "chat_id": "1"}, "/token"),
        ({"kind": "telegram", "name": "T", "token": BOT, "chat_id": "me"}, "/chat_id"),
        (APPRISE | {"url": "nonsense"}, "/url"),
        (APPRISE | {"url": "pigeon://coop"}, "/url"),
        (APPRISE | {"url": "mailto://ada:pw@example.com"}, "/url"),
        (APPRISE | {"url": "json://10.2.0.1/X-Evil"}, "/url"),
        (APPRISE | {"url": "discord://1/2?template=/etc/passwd&X-Evil"}, "/url"),
        (APPRISE | {"token": "abc"}, "/token"),
        ({"kind": "apprise", "name": "A"}, "/url"),
    ],
)
async def test_what_cannot_be_meant_is_refused_without_repeating_it(api, ada, body, pointer):
    answer = await api.ask("POST", "/api/channels", ada, json=body)

    assert (answer.status_code, [place for place, _ in pointers(answer)]) == (422, [pointer])
    assert "X-Evil" not in answer.text
    assert await api.count("channels", ada) == 0


async def test_service_that_is_not_listed_is_refused_by_naming_those_that_are(api, ada):
    answer = await api.ask("POST", "/api/channels", ada, json=APPRISE | {"url": "dbus://session"})

    [error] = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/url", "url_service")
    assert "discord" in error["message"]


async def test_apprise_url_is_sealed_and_a_wrong_change_changes_nothing(api, ada, resources):
    made = (await make(api, ada, **APPRISE))["channel"]
    path = f"/api/channels/{made['id']}"

    wrong = await api.ask("PATCH", path, ada, json={"url": "smtp://example.com"})
    found = await api.ask("GET", path, ada)

    assert (wrong.status_code, found.json()["version"]) == (422, made["version"])
    assert "very-secret" not in found.text
    async with resources.db.read() as connection:
        [row] = (await find_channels(connection, {UUID(made["id"])})).values()
    assert b"very-secret" not in row.sealed


async def test_stranger_sees_no_channel_and_changes_none(api, ada, bob):
    channel = (await make(api, ada, **NTFY))["channel"]
    path = f"/api/channels/{channel['id']}"

    answers = [
        await api.ask("GET", path, bob),
        await api.ask("PATCH", path, bob, json={"enabled": False}),
        await api.ask("POST", f"{path}/test", bob),
        await api.ask("DELETE", path, bob),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert (await api.ask("GET", path, ada)).json() == channel


async def test_change_keeps_what_was_not_sent(api, ada):
    channel = (await make(api, ada, **NTFY))["channel"]
    path = f"/api/channels/{channel['id']}"

    answer = await api.ask("PATCH", path, ada, json={"name": "Tablet", "topic": "kitchen-tasks"})

    found = answer.json()
    assert (found["name"], found["target"], found["version"]) == (
        "Tablet",
        "https://ntfy.sh/kit…",
        2,
    )
    stale = await api.ask("PATCH", path, ada, json={"enabled": False}, headers={"if-match": '"1"'})
    assert stale.status_code == 412


async def test_new_secret_of_a_webhook_is_another_one(api, ada):
    made = await make(api, ada, **HOOK)

    answer = await api.ask("POST", f"/api/channels/{made['channel']['id']}/secret", ada)

    assert answer.json()["secret"] not in {None, made["secret"]}


async def test_deleted_channel_says_how_many_reminders_moved(api, ada):
    channel = (await make(api, ada, **NTFY))["channel"]

    answer = await api.ask("DELETE", f"/api/channels/{channel['id']}", ada)

    assert answer.json() == {"reminders_moved": 0}
    assert await api.count("channels", ada) == 0


async def test_settings_rest_encrypted(api, ada):
    channel = (await make(api, ada, **NTFY))["channel"]

    async with api.resources.db.read() as connection:
        rows = await find_channels(connection, [UUID(channel["id"])])

    [row] = rows.values()
    assert "tk_secret" not in repr(row)
    assert "garden-reminders" not in repr(row)


async def test_without_a_key_channels_are_refused_and_mail_goes_on(resources, ada):
    bare = Api(resources)

    answer = await bare.ask("POST", "/api/channels", ada, json=NTFY)

    assert (answer.status_code, answer.json()["code"]) == (409, "channel.no_key")
    assert "RONDEL_SECRETS_KEY" in answer.json()["detail"]


async def test_eleventh_test_of_an_hour_is_refused(api, ada, monkeypatch):
    monkeypatch.setattr("api.routes.channels._WAIT_SECONDS", 0.0)
    answers = [await api.ask("POST", "/api/channels/email/test", ada) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [202] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "600"
    assert (await api.event_types(ada)).count("channel.test.asked") == 10


async def test_test_that_takes_long_has_a_place_to_look(api, ada, monkeypatch):
    monkeypatch.setattr("api.routes.channels._WAIT_SECONDS", 0.0)
    answer = await api.ask("POST", "/api/channels/email/test", ada)
    db = api.resources.db
    async with db.statement() as connection:
        test = await claim_test(connection, ada.user_id, answer.json()["id"])
        await settle_test(connection, test.test_id, "sent", "250 OK", db.clock.now())

    found = await api.ask("GET", answer.headers["location"], ada)

    assert answer.json()["state"] == "waiting"
    assert (found.json()["state"], found.json()["answer"]) == ("sent", "250 OK")
    assert found.json()["seconds"] >= 0


async def test_test_of_no_channel_is_not_found(api, ada):
    for name in (str(uuid4()), "sms"):
        answer = await api.ask("POST", f"/api/channels/{name}/test", ada)
        assert answer.status_code == 404
