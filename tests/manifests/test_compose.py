"""compose.yaml: every process, hardened, with what it reads and no more. No engine is needed."""

import re
import stat

import pytest
import yaml

from api.settings import DEFAULT_PORT, ApiSettings
from cli.embedded.layout import PROJECT
from cli.worker import WorkerName, spec_of
from shared.core.settings import inherited_environment, read_settings
from tools.compose_secrets import DoNotFit, make

DOCUMENT = yaml.safe_load((PROJECT / "compose.yaml").read_text())
SERVICES = DOCUMENT["services"]
WORKERS = [name.value for name in WorkerName]
PROCESSES = ["api", *WORKERS]
OURS = [*PROCESSES, "migrate", "topics"]
OBSERVERS = [name for name, service in SERVICES.items() if "profiles" in service]


def settings_class_of(name):
    return ApiSettings if name == "api" else spec_of(WorkerName(name)).settings_class


def port_of(name):
    return DEFAULT_PORT if name == "api" else spec_of(WorkerName(name)).port


@pytest.fixture
def environment_of(tmp_path, monkeypatch):
    """What a process is told, with the secrets that were made in place of those mounted."""
    list(make(tmp_path))

    def environment(name):
        told = {}
        for key, value in SERVICES[name]["environment"].items():
            default = value.removesuffix("}").rpartition(":-")[2] if "${" in value else value
            told[key] = default.replace("/run/secrets", str(tmp_path))
        return told

    for name in inherited_environment({}):
        monkeypatch.delenv(name, raising=False)
    return environment


def test_every_process_is_there():
    assert set(PROCESSES) < set(SERVICES)
    assert all(SERVICES[name]["command"] == ["worker", name] for name in WORKERS)


@pytest.mark.parametrize("name", [*OURS, *OBSERVERS, "mail"])
def test_these_may_write_nothing_and_have_no_rights(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert "ports" not in service or name not in OURS or name == "api"


@pytest.mark.parametrize("name", PROCESSES)
def test_a_process_is_told_all_that_it_needs(environment_of, monkeypatch, name):
    for key, value in environment_of(name).items():
        monkeypatch.setenv(key, value)
    kind = settings_class_of(name)
    assert read_settings(kind).database.url.get_secret_value().startswith("postgresql://rondel:")


@pytest.mark.parametrize("name", PROCESSES)
def test_a_secret_is_given_to_whom_it_is_named(name):
    service = SERVICES[name]
    named = {
        value.removeprefix("/run/secrets/")
        for key, value in service["environment"].items()
        if key.endswith("_FILE")
    }
    assert named == set(service["secrets"])
    assert {"auth-secret"} & named == (
        {"auth-secret"} if name in ("api", "notifications") else set()
    )


@pytest.mark.parametrize("name", PROCESSES)
def test_health_is_asked_where_the_process_listens(name):
    assert f":{port_of(name)}/readyz" in SERVICES[name]["healthcheck"]["test"][-1]


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting(name):
    """One that is misspelt would be taken by nobody, and nobody would say so."""
    lines = (PROJECT / "docs/self-hosting/settings.md").read_text().splitlines()
    cells = [line.split("|")[1:3] for line in lines if line.startswith("| `RONDEL_")]
    known = {word for both in cells for cell in both for word in re.findall(r"`(\w+)`", cell)}
    told = {key.removesuffix("_FILE") for key in SERVICES[name]["environment"]}
    assert told <= known


def test_each_image_of_ours_is_built_by_one_service():
    built = [each["image"] for each in SERVICES.values() if "build" in each]
    assert sorted(built) == ["rondel-api:dev", "rondel-worker:dev"]
    assert {SERVICES[name]["image"] for name in OURS} == set(built)


def test_prometheus_asks_every_process_where_it_listens():
    config = yaml.safe_load((PROJECT / "infra/compose/prometheus.yml").read_text())
    (job,) = [each for each in config["scrape_configs"] if each["job_name"] == "rondel"]
    found = {each["labels"]["service"]: each["targets"] for each in job["static_configs"]}
    assert found == {name: [f"{name}:{port_of(name)}"] for name in PROCESSES}


def test_what_observes_runs_with_its_profile_alone_and_from_files_that_are_there():
    assert OBSERVERS == ["prometheus", "grafana", "zipkin"]
    for name in OBSERVERS:
        assert SERVICES[name]["profiles"] == ["observability"]
        for volume in SERVICES[name].get("volumes", ()):
            source = volume.split(":")[0]
            assert source in DOCUMENT["volumes"] or (PROJECT / source).exists()
            assert source in DOCUMENT["volumes"] or volume.endswith(":ro")


def test_processes_wait_for_both_jobs():
    for name in PROCESSES:
        assert set(SERVICES[name]["depends_on"]) == {"migrate", "topics"}


def test_images_are_pinned_and_nothing_is_open_to_the_network():
    for service in SERVICES.values():
        tag = service["image"].rpartition(":")[2]
        assert tag != "latest"
        assert any(character.isdigit() for character in tag) or tag == "dev"
        for port in service.get("ports", ()):
            assert "127.0.0.1:" in port


def test_secrets_are_made_once_and_only_their_owner_gets_to_them(tmp_path):
    folder = tmp_path / "compose"
    assert set(make(folder)) == set(DOCUMENT["secrets"])
    before = {path.name: path.read_text() for path in folder.iterdir()}
    assert list(make(folder)) == []
    assert {path.name: path.read_text() for path in folder.iterdir()} == before
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU
    assert before["postgres-password"] in before["database-url"]


@pytest.mark.parametrize("lost", ["postgres-password", "database-url"])
def test_what_is_lost_is_made_as_the_database_has_it(tmp_path, lost):
    list(make(tmp_path))
    before = (tmp_path / lost).read_text()
    (tmp_path / lost).unlink()
    assert list(make(tmp_path)) == [lost]
    assert (tmp_path / lost).read_text() == before


def test_an_empty_file_is_no_secret(tmp_path):
    (tmp_path / "auth-secret").write_text("")
    assert "auth-secret" in list(make(tmp_path))
    assert (tmp_path / "auth-secret").read_text()


def test_two_passwords_are_told_and_nothing_is_made(tmp_path):
    (tmp_path / "postgres-password").write_text("one")
    (tmp_path / "database-url").write_text("postgresql://rondel:two@postgres:5432/rondel")
    with pytest.raises(DoNotFit, match="different passwords"):
        list(make(tmp_path))
    assert len(list(tmp_path.iterdir())) == len(["postgres-password", "database-url"])


def test_the_address_of_another_database_has_a_password_of_its_own(tmp_path):
    (tmp_path / "database-url").write_text("postgresql://rondel:theirs@db.example.org/rondel")
    assert "postgres-password" in list(make(tmp_path))
    assert (tmp_path / "postgres-password").read_text() != "theirs"


def test_the_files_are_those_that_are_made():
    files = {each["file"] for each in DOCUMENT["secrets"].values()}
    assert files == {f".rondel/compose/{name}" for name in DOCUMENT["secrets"]}
