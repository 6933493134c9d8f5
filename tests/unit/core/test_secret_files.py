"""Secrets in files: every secret can be in one, and what is wrong with one is said by name."""

import pytest
from pydantic import BaseModel, Field, SecretStr

from api.settings import ApiSettings
from cli.worker import WorkerName, spec_of
from shared.core.secret_files import DEVELOPMENT, is_secret_type, read_secret_files
from shared.core.setting_shapes import entry_of
from shared.core.settings import (
    PLAIN_NAMES,
    Settings,
    WrongSettings,
    exposed_secret_files,
    inherited_environment,
    read_settings,
)
from workers.notifications.settings import NotificationsSettings

GIVEN = {
    "DATABASE_URL": "postgresql://u:p@db.example/r",
    "KAFKA_BROKERS": "one.example:9092",
    "BETTER_AUTH_SECRET": "k" * 40,
    "SMTP_HOST": "smtp.example",
}
CLASSES = [ApiSettings, *(spec_of(name).settings_class for name in WorkerName)]
PLAIN = ["DATABASE_URL", "BETTER_AUTH_SECRET", "SMTP_PASSWORD"]


def secrets_of_class(model, path=()):
    """Place and default of every setting of this class, and whether it is a secret."""
    for name, field in model.model_fields.items():
        here = (*path, name) if entry_of(field) is None else (*path, name, "mine")
        kinds = [field.annotation, *getattr(field.annotation, "__args__", ())]
        models = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]
        for kind in models:
            yield from secrets_of_class(kind, here)
        if not models:
            yield here, field, is_secret_type(field.annotation)


SETTINGS = {place: found for kind in CLASSES for place, *found in secrets_of_class(kind)}
SECRETS = [
    "RONDEL_" + "__".join(place).upper() for place, (_, secret) in SETTINGS.items() if secret
]


@pytest.fixture(autouse=True)
def given(monkeypatch):
    """The environment names every service, and nothing else of ours."""
    for name in inherited_environment({}):
        if name.startswith("RONDEL_") or name.removesuffix("_FILE") in PLAIN_NAMES:
            monkeypatch.delenv(name)
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def written(tmp_path):
    def write(content, mode=0o600):
        path = tmp_path / "secret"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        path.chmod(mode)
        return str(path)

    return write


def complaint(kind=ApiSettings):
    with pytest.raises(WrongSettings) as refusal:
        read_settings(kind)
    return str(refusal.value)


@pytest.mark.parametrize("name", [*SECRETS, *PLAIN])
def test_every_secret_can_be_in_a_file(written, name):
    found = {}
    for kind in CLASSES:
        found |= read_secret_files(kind, {f"{name}_FILE": written("from a file\n")}, PLAIN_NAMES)
    while isinstance(found, dict):
        (found,) = found.values()
    assert found == "from a file"


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        ("s" * 40, "s" * 40),
        ("s" * 40 + "\n", "s" * 40),
        ("s" * 40 + "\r\n", "s" * 40),
        ("s" * 40 + "\n\n", "s" * 40 + "\n"),
        (" " + "s" * 40 + " \n", " " + "s" * 40 + " "),
        ("ü" * 40, "ü" * 40),
    ],
)
def test_one_newline_is_not_part_of_the_secret(monkeypatch, written, content, secret):
    monkeypatch.delenv("BETTER_AUTH_SECRET")
    monkeypatch.setenv("BETTER_AUTH_SECRET_FILE", written(content))
    assert read_settings(ApiSettings).auth.secret.get_secret_value() == secret


def test_a_section_may_come_from_files_alone(monkeypatch, written):
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("RONDEL_DATABASE__URL_FILE", written(GIVEN["DATABASE_URL"]))
    monkeypatch.setenv("RONDEL_DATABASE__POOL_SIZE", "7")
    database = read_settings(ApiSettings).database
    assert database.url.get_secret_value() == GIVEN["DATABASE_URL"]
    assert database.pool_size == 7


@pytest.mark.parametrize(
    ("file", "other"),
    [
        ("BETTER_AUTH_SECRET_FILE", "BETTER_AUTH_SECRET"),
        ("RONDEL_AUTH__SECRET_FILE", "BETTER_AUTH_SECRET"),
        ("RONDEL_SECRETS_KEY_FILE", "RONDEL_SECRETS_KEY"),
        ("SMTP_PASSWORD_FILE", "RONDEL_SMTP__PASSWORD"),
        ("SMTP_PASSWORD_FILE", "RONDEL_SMTP__PASSWORD_FILE"),
    ],
)
def test_a_secret_that_is_given_twice_is_refused(monkeypatch, written, file, other):
    path = written("s" * 40)
    monkeypatch.setenv(file, path)
    monkeypatch.setenv(other, path)
    lines = complaint(NotificationsSettings).splitlines()
    assert f"{file}: {other} is set, too; set one of them" in lines
    assert "s" * 40 not in str(lines)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("  \n", "is empty"),
        (b"\xff\xfe" * 30, "is not text in UTF-8"),
        (b"x" * 70_000, "is larger than 65536 bytes"),
    ],
)
def test_a_file_without_a_secret_is_refused(monkeypatch, written, content, says):
    monkeypatch.delenv("BETTER_AUTH_SECRET")
    monkeypatch.setenv("BETTER_AUTH_SECRET_FILE", path := written(content))
    assert complaint() == f"BETTER_AUTH_SECRET_FILE: {path} {says}"


@pytest.mark.parametrize("name", SECRETS)
def test_a_variable_that_is_empty_names_no_file(monkeypatch, name):
    before = [read_settings(kind) for kind in CLASSES]
    monkeypatch.setenv(f"{name}_FILE", "")
    assert [read_settings(kind) for kind in CLASSES] == before


def test_a_file_that_is_not_there_is_refused(monkeypatch, tmp_path):
    monkeypatch.delenv("BETTER_AUTH_SECRET")
    monkeypatch.setenv("BETTER_AUTH_SECRET_FILE", path := str(tmp_path / "none"))
    said = f"BETTER_AUTH_SECRET_FILE: {path} cannot be read: No such file or directory"
    assert complaint() == said
    monkeypatch.setenv("BETTER_AUTH_SECRET_FILE", str(tmp_path))
    assert complaint() == f"BETTER_AUTH_SECRET_FILE: {tmp_path} is not a file"


def test_what_is_wrong_with_a_secret_names_its_file_and_not_the_secret(monkeypatch, written):
    monkeypatch.delenv("BETTER_AUTH_SECRET")
    monkeypatch.setenv("BETTER_AUTH_SECRET_FILE", written("hunter2"))
    said = complaint()
    assert said.startswith("BETTER_AUTH_SECRET_FILE: needs 32 random characters or more")
    assert "hunter2" not in said


def test_a_file_of_something_that_is_no_secret_is_none_of_ours(monkeypatch, written):
    monkeypatch.setenv("KAFKA_BROKERS_FILE", written("x"))
    assert read_settings(ApiSettings).kafka.brokers == GIVEN["KAFKA_BROKERS"]


@pytest.mark.parametrize(("mode", "is_exposed"), [(0o600, 0), (0o640, 0), (0o644, 1), (0o604, 1)])
def test_a_file_that_all_may_read_is_told(monkeypatch, written, mode, is_exposed):
    monkeypatch.setenv("RONDEL_SECRETS_KEY_FILE", written("s" * 40, mode))
    assert read_settings(ApiSettings).secrets_key.get_secret_value() == "s" * 40
    assert exposed_secret_files(ApiSettings) == ["RONDEL_SECRETS_KEY_FILE"] * is_exposed


def test_several_by_name_have_secrets_in_files_too(written):
    class Provider(BaseModel):
        client_secret: SecretStr | None = None

    class Several(Settings):
        providers: dict[str, Provider] = Field(default_factory=dict)

    name = "RONDEL_PROVIDERS__KEYCLOAK__CLIENT_SECRET_FILE"
    found = read_secret_files(Several, {name: written("s\n")}, PLAIN_NAMES)
    assert found == {"providers": {"keycloak": {"client_secret": "s"}}}
    assert read_secret_files(Several, {"RONDEL_PROVIDERS__X_FILE": "/none"}, PLAIN_NAMES) == {}


def test_a_child_that_is_given_a_secret_takes_no_file_for_it(monkeypatch, written):
    for name in ("RONDEL_DATABASE__URL_FILE", "DATABASE_URL_FILE", "RONDEL_SECRETS_KEY_FILE"):
        monkeypatch.setenv(name, written("x"))
    inherited = inherited_environment({"DATABASE_URL": "postgresql://"})
    assert {name for name in inherited if name.endswith("_FILE")} >= {"RONDEL_SECRETS_KEY_FILE"}
    assert "RONDEL_DATABASE__URL_FILE" not in inherited
    assert "DATABASE_URL_FILE" not in inherited


def test_no_secret_has_a_value_that_works_by_itself():
    defaults = {place: field.default for place, (field, secret) in SETTINGS.items() if secret}
    assert len(defaults) >= 6
    assert {value for value in defaults.values() if not repr(value).startswith("Pydantic")} == {
        None
    }


def test_nothing_that_sounds_like_a_secret_is_shown_as_text():
    words = ("secret", "password", "token", "private", "credential")
    plain = {
        "__".join(place)
        for place, (_, secret) in SETTINGS.items()
        if not secret and any(word in place[-1] for word in words)
    }
    assert plain == {"auth__access_token_minutes", "assistant__tokens_a_day"}


@pytest.mark.parametrize(
    "name", ["BETTER_AUTH_SECRET", "RONDEL_AUTH__PREVIOUS_SECRET", "RONDEL_SECRETS_KEY"]
)
@pytest.mark.parametrize("before", ["", "p" * 40 + ", "])
def test_a_secret_of_development_is_refused_in_production(monkeypatch, name, before):
    if before and name != "RONDEL_SECRETS_KEY":
        before = ""
    monkeypatch.setenv(name, before + DEVELOPMENT + "s" * 40)
    assert complaint() == f"{name}: was made by rondel dev; make one for production"
    monkeypatch.setenv("RONDEL_ENVIRONMENT", "development")
    assert read_settings(ApiSettings).environment == "development"


@pytest.mark.parametrize("value", ["", "secret", "changeme", "short", "a" * 31])
def test_no_secret_is_weak_in_any_environment(monkeypatch, value):
    monkeypatch.setenv("RONDEL_ENVIRONMENT", "development")
    monkeypatch.setenv("BETTER_AUTH_SECRET", value)
    assert complaint().startswith("BETTER_AUTH_SECRET")
