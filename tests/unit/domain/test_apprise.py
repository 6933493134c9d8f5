"""Which Apprise URLs are taken. Pure."""

import pytest

from shared.core.egress import EgressRules, Refused
from shared.core.errors import InvalidInput
from shared.domain.apprise import SERVICES, check_apprise, parse_apprise, without_secrets


@pytest.mark.parametrize(
    "parameter",
    [
        "verify=no", "VERIFY=no", "%76erify=no", "verify%20=no", "format=text;verify=no",
        "format=text&verify=no", "redirect=yes", "template=/etc/passwd", "attach=file:///etc/passwd",
        "method=DELETE", "rto=900", "cto=900", "retry=9", "wait=9", "optional=yes", "store=yes",
        "file_url=http://10.0.0.1/", "unheard-of=1", "+=1", "=1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("url", ["json://example.com/x", "discord://4711/secret"])
def test_parameter_that_is_not_known_is_refused(url, parameter):
    with pytest.raises(Refused) as refused:
        parse_apprise(f"{url}?{parameter}")

    assert refused.value.code == "url_parameter"
    assert "verify" not in str(refused.value)


@pytest.mark.parametrize(
    "schema",
    ["mailto", "mqtt", "dbus", "syslog", "rsyslog", "growl", "xmpp", "smpp", "irc", "file", "http",
     "https", "apprise", "windows", "macosx", "gnome"],
)  # fmt: skip
def test_service_that_does_not_speak_http_through_requests_is_refused(schema):
    with pytest.raises(Refused) as refused:
        parse_apprise(f"{schema}://example.com/")

    assert refused.value.code == "url_service"
    assert all(name in str(refused.value) for name in SERVICES)


@pytest.mark.parametrize(
    "url",
    ["", "discord", "discord://", "discord:///x", "json://a b", "json://a\r\nX: y", "json://a/\x00",
     "json://a\\b", "json://a?x#y", "json://a/#x#y", "json://a?to=1?verify=no#", " json://a", "json://a@10.0.0.1@b.example",
     "json://" + "a" * 2000],
)  # fmt: skip
def test_what_is_no_url_is_refused(url):
    with pytest.raises(Refused):
        parse_apprise(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("discord://4711/secret", "discord://…"),
        ("DISCORD://4711/secret", "discord://…"),
        ("slack://T1/B2/secret/#general", "slack://…"),
        ("matrixs://ada:secret@example.com/#room:example.com", "matrixs://…"),
        ("jsons://ada:secret@example.com:8443/secret?+X-Key=secret", "jsons://example.com:8443/…"),
        ("pover://user@token?priority=high&sound=bike", "pover://…"),
    ],
)
def test_service_is_shown_without_what_is_secret(url, shown):
    assert parse_apprise(url).shown == shown


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "a:b@127.0.0.1:8080", "[::1]", "localhost", "0x7f.1", "example.com:25"]
)
def test_server_of_ones_own_is_held_to_the_rules_at_once(host):
    with pytest.raises(InvalidInput):
        check_apprise(f"json://{host}/", EgressRules())


def test_token_is_not_taken_for_a_server():
    check_apprise("discord://127.0.0.1/secret", EgressRules())

    assert parse_apprise("discord://127.0.0.1/secret").schema == "discord"


def test_no_piece_of_a_url_stays_in_a_text():
    url = "json://ada:p%40ssword@example.com/t0ken?+X-Key=k3yk3y"
    text = "T0KEN k3yk3y p%40ssword p@ssword example.com json://else/where"

    cleaned = without_secrets(text, url)

    assert not any(each in cleaned.lower() for each in ("t0ken", "k3yk3y", "ssword", "where"))
