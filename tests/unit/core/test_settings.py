"""Settings that are wrong are named as operators know them, and their values are not shown."""

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
