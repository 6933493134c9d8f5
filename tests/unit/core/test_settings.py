"""Settings that are wrong are named as operators know them, and their values are not shown."""

import json

import pytest

from api.settings import ApiSettings
from cli.embedded.settings import StackSettings
from shared.core.settings import PLAIN_NAMES, WrongSettings, read_settings
from workers.notifications.settings import NotificationsSettings

GIVEN = {
    "DATABASE_URL": "postgresql://u:p@db.example/r",
    "KAFKA_BROKERS": "one.example:9092, two.example:9092",
    "BETTER_AUTH_SECRET": "k" * 40,
    "SMTP_HOST": "smtp.example",
}


@pytest.fixture(autouse=True)
def given(monkeypatch):
    """The environment names every service, and nothing else."""
    for section, key in PLAIN_NAMES.values():
        monkeypatch.delenv(f"RONDEL_{section}__{key}".upper(), raising=False)
    monkeypatch.delenv("SMTP_PORT", raising=False)
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)


def complaint(kind=ApiSettings):
    with pytest.raises(WrongSettings) as refusal:
        read_settings(kind)
    return str(refusal.value)


def test_settings_come_from_the_environment():
    assert read_settings(ApiSettings).kafka.brokers == GIVEN["KAFKA_BROKERS"]


@pytest.mark.parametrize("name", ["DATABASE_URL", "KAFKA_BROKERS", "SMTP_HOST"])
def test_what_is_not_set_is_named_with_an_example(monkeypatch, name):
    monkeypatch.delenv(name)
    assert complaint(NotificationsSettings).startswith(f"{name} is not set; for example ")


def test_a_section_without_what_it_needs_names_that(monkeypatch):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("RONDEL_DATABASE__POOL_SIZE", "5")
    assert complaint().startswith("DATABASE_URL is not set; for example postgresql://")


def test_everything_that_is_wrong_has_a_line(monkeypatch):
    monkeypatch.delenv("KAFKA_BROKERS")
    monkeypatch.setenv("DATABASE_URL", "nonsense")
    monkeypatch.setenv("RONDEL_LOG__LEVEL", "loud")
    names = [line.replace(":", " ").split()[0] for line in complaint().splitlines()]
    assert names == ["RONDEL_LOG__LEVEL", "DATABASE_URL", "KAFKA_BROKERS"]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("DATABASE_URL", "nonsense", "DATABASE_URL: must start with postgresql://"),
        (
            "DATABASE_URL",
            "postgresql://u:p@db/r?sslmode=verify-full&sslrootcert=/nowhere.pem",
            "DATABASE_URL: sslrootcert: there is no file /nowhere.pem",
        ),
        ("RONDEL_DATABASE__URL", "x", "RONDEL_DATABASE__URL: must start with postgresql://"),
        ("RONDEL_PUBLIC_URL", "http://x", "RONDEL_PUBLIC_URL: must start with https://"),
        ("KAFKA_BROKERS", "nonsense", "KAFKA_BROKERS: must be host:port"),
        ("KAFKA_BROKERS", "a:9092,b:many", "KAFKA_BROKERS: must be host:port"),
        ("RONDEL_LOG", "debug", "RONDEL_LOG: set its parts, RONDEL_LOG__"),
    ],
)
def test_what_makes_no_sense_is_named_as_it_was_set(monkeypatch, name, value, line):
    monkeypatch.setenv(name, value)
    said = complaint()
    assert said.startswith(line)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BETTER_AUTH_SECRET", "hunter2"),
        ("DATABASE_URL", "mysql://u:hunter2@db/r"),
        ("DATABASE_URL", "postgresql://u:hunter2#@db.example/r"),
    ],
)
def test_a_secret_is_not_shown(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    said = complaint()
    assert said.startswith(f"{name}: ")
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("DATABASE_URL", "postgresql:///c"),
        ("KAFKA_BROKERS", "nonsense"),
        ("SMTP_PORT", "abc"),
        ("SMTP_PORT", "0"),
        ("RONDEL_SMTP__PORT", "abc"),
        ("BETTER_AUTH_SECRET", "short"),
    ],
)
def test_the_local_stack_names_the_variable_that_was_set(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    said = complaint(StackSettings)
    assert said.startswith(f"{name}: ")
    assert "\n" not in said


@pytest.mark.parametrize(
    "value", ["", "https://a.example", "https://a.example, http://localhost:5173", "http://[::1]:1"]
)
def test_pages_elsewhere_are_exact_origins(monkeypatch, value):
    monkeypatch.setenv("RONDEL_CORS_ORIGINS", value)
    assert read_settings(ApiSettings).origins == [part for part in value.split(", ") if part]


@pytest.mark.parametrize(
    "value",
    [
        "*",
        "https://*.example.com",
        "null",
        "https://a.example/",
        "https://a.example/app",
        "https://a.example:443",
        "https://A.example",
        "http://a.example",
        "http://localhost.evil.example",
        "http://localhost:x",
        "https://u@a.example",
        "https://a.example:x",
        "a.example",
        "https://good.example,*",
    ],
)
def test_pages_elsewhere_are_nothing_looser(monkeypatch, value):
    monkeypatch.setenv("RONDEL_CORS_ORIGINS", value)
    assert complaint().startswith("RONDEL_CORS_ORIGINS: ")


@pytest.mark.parametrize("name", ["GRAFANA", "ZIPKIN"])
def test_operators_are_led_to_addresses_of_the_web(monkeypatch, name):
    assert getattr(read_settings(ApiSettings).links, name.lower()) is None
    monkeypatch.setenv(f"RONDEL_LINKS__{name}", "https://beside.example/sub/")
    assert getattr(read_settings(ApiSettings).links, name.lower()) == "https://beside.example/sub"
    for wrong in ("javascript:alert(1)", "beside.example", "https://u:p@a.example", "https://a/?b"):
        monkeypatch.setenv(f"RONDEL_LINKS__{name}", wrong)
        assert complaint().startswith(f"RONDEL_LINKS__{name}: ")


MINE = "RONDEL_AUTH__ISSUERS__MINE__"
KEYS = "https://auth.example/jwks"


def test_an_issuer_has_a_name_and_variables_of_its_own(monkeypatch):
    for name, value in {
        "ISSUER": "https://auth.example",
        "AUDIENCE": "a, b",
        "JWKS_URL": KEYS,
    }.items():
        monkeypatch.setenv(f"{MINE}{name}", value)
    mine = read_settings(ApiSettings).auth.issuers["mine"]
    assert (mine.audiences, mine.jwks_url) == ({"a", "b"}, KEYS)
    assert "EdDSA" in mine.allowed
    assert "HS256" not in mine.allowed


def test_issuers_may_be_json(monkeypatch):
    one = {"issuer": "https://auth.example", "audience": "a", "secret": "k" * 32}
    monkeypatch.setenv("RONDEL_AUTH__ISSUERS", json.dumps({"mine": one}))
    assert read_settings(ApiSettings).auth.issuers["mine"].jwks_url is None
    assert "kkk" not in repr(read_settings(ApiSettings))
    monkeypatch.setenv("RONDEL_AUTH__ISSUERS", "mine")
    assert complaint().startswith("RONDEL_AUTH__ISSUERS: set its parts")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"AUDIENCE": None}, f"{MINE}AUDIENCE is not set"),
        ({"JWKS_URL": None}, "needs JWKS_URL or SECRET"),
        ({"SECRET": "k" * 32}, "and not both"),
        ({"JWKS_URL": "https://a@b.example/"}, "must be the address"),
        ({"JWKS_URL": "file:///etc/passwd"}, "must be the address"),
        ({"JWKS_URL": "http://auth.example/jwks"}, "must start with https://"),
        ({"JWKS_URL": "http://127.0.0.1.evil.example/"}, "must start with https://"),
        ({"JWKS_URL": None, "SECRET": "short"}, "32 random characters"),
        ({"ALGORITHMS": "HS256"}, "HS256 needs a SECRET"),
        ({"ALGORITHMS": "none"}, "knows ES256"),
        ({"JWKS_URL": None, "SECRET": "k" * 32, "ALGORITHMS": "HS256,RS256"}, "HS256 alone"),
        ({"ISSUER": "rondel"}, "what we are ourselves"),
        ({"LINKS": "always"}, f"{MINE}LINKS"),
    ],
)
def test_an_issuer_that_cannot_be_trusted_is_refused_at_the_start(monkeypatch, changes, said):
    given = {"ISSUER": "https://auth.example", "AUDIENCE": "a", "JWKS_URL": KEYS, **changes}
    for name, value in given.items():
        if value is not None:
            monkeypatch.setenv(f"{MINE}{name}", value)
    assert said in complaint()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"CLIENT_ID": None}, "CLIENT_ID is not set"),
        ({"ISSUER": "http://id.example"}, "must start with https://"),
        ({"ISSUER": "id.example"}, "must be the issuer's address"),
        ({"ALGORITHMS": "HS256"}, "HS256 is not taken"),
        ({"SCOPES": "email"}, "needs openid"),
    ],
)
def test_a_provider_that_cannot_be_trusted_is_refused_at_the_start(monkeypatch, changes, said):
    given = {"ISSUER": "https://id.example", "CLIENT_ID": "rondel", **changes}
    for name, value in given.items():
        if value is not None:
            monkeypatch.setenv(f"RONDEL_AUTH__PROVIDERS__WORK__{name}", value)
    assert said in complaint()


def test_on_the_machine_itself_and_in_development_plain_http_will_do(monkeypatch):
    given = {
        "ISSUER": "http://localhost:3000",
        "AUDIENCE": "a",
        "JWKS_URL": "http://localhost:3000/k",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"{MINE}{name}", value)
    assert read_settings(ApiSettings).auth.issuers
    monkeypatch.setenv(f"{MINE}JWKS_URL", "http://better-auth:3000/k")
    assert "https://" in complaint()
    monkeypatch.setenv("RONDEL_ENVIRONMENT", "development")
    assert read_settings(ApiSettings).auth.issuers
