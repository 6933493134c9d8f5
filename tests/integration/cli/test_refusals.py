"""What cannot be done is refused at once: what is wrong, and the way out."""

import subprocess

import pytest

from cli.embedded.layout import PROJECT
from cli.embedded.ports import HOST, choose_port
from tests.integration.cli.conftest import Rondel
from tests.integration.cli.terminals import at_a_terminal

USAGE = 2


@pytest.fixture
def rondel(tmp_path):
    """The command where nothing runs."""
    return Rondel(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAFKA_BROKERS", "nonsense"),
        ("DATABASE_URL", "nonsense"),
        ("DATABASE_URL", "mysql://a@b/c"),
        ("BETTER_AUTH_SECRET", "short"),
        ("SMTP_PORT", "abc"),
    ],
)
def test_start_names_the_variable_that_makes_no_sense(rondel, name, value):
    refused = rondel("dev", "--detach", **{name: value})
    assert refused.returncode == USAGE
    what, way_out = refused.stderr.splitlines()
    assert what.startswith(f"{name}: ")
    assert way_out == "Correct or unset it."


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("DATABASE_URL", "RONDEL_DATABASE__URL"),
        ("BETTER_AUTH_SECRET", "RONDEL_AUTH__SECRET"),
        ("RONDEL_AUTH__SECRET", "BETTER_AUTH_SECRET"),
        ("RONDEL_SECRETS_KEY", "RONDEL_SECRETS_KEY"),
    ],
)
def test_start_takes_secrets_from_files(rondel, name, other):
    file = rondel.state / "secret"
    file.write_text("nonsense\n")
    named = f"{name}_FILE"
    refused = rondel("dev", "--detach", **{named: str(file)})
    assert refused.returncode == USAGE
    assert refused.stderr.splitlines()[1] == "Correct or unset it."
    twice = rondel("dev", "--detach", **{named: str(file), other: "x" * 40})
    assert f"{named}: {other} is set, too" in twice.stderr
    absent = rondel("dev", "--detach", **{named: "/absent"})
    assert f"{named}: /absent cannot be read" in absent.stderr


@pytest.mark.parametrize("command", ["bench", "chaos"])
def test_report_that_cannot_be_written_is_said_before_the_run(rondel, command):
    refused = rondel(command, "--json", str(rondel.state / "absent" / "out.json"), SMTP_PORT="abc")
    assert refused.returncode == USAGE
    assert "Cannot write" in refused.stderr
    assert not list(rondel.state.iterdir())


def test_chaos_names_the_variable_that_makes_no_sense(rondel):
    refused = rondel("chaos", SMTP_PORT="abc")
    assert refused.returncode == USAGE
    assert refused.stdout == ""
    assert "SMTP_PORT: " in refused.stderr


def test_json_without_status_starts_nothing(rondel):
    refused = rondel("dev", "--json")
    assert refused.returncode == USAGE
    assert "--json goes with --status." in refused.stderr
    assert not list(rondel.state.iterdir())


@pytest.fixture
def cluster(rondel):
    """The folder of a cluster that was made here, on a machine that has no kind any more."""
    folder = rondel.state / "cluster"
    folder.mkdir()
    (folder / "tool").write_text("kind")
    return folder


@pytest.mark.usefixtures("cluster")
def test_no_cluster_is_deleted_unasked(rondel):
    refused = rondel("cluster", "down", PATH="/absent")
    assert refused.returncode == USAGE
    assert "add --yes" in refused.stderr
    assert "kind" in rondel("cluster", "down", "--yes", PATH="/absent").stderr


@pytest.mark.usefixtures("cluster")
def test_no_cluster_is_deleted_against_a_no(rondel):
    environment = {"RONDEL_STATE_DIR": str(rondel.state), "PATH": "/absent"}
    said, code = at_a_terminal(environment, {"[y/N]": "n"}, "cluster", "down")
    assert (code, "Nothing was done." in said) == (1, True)


@pytest.mark.parametrize("text", ["", " "])
def test_revision_without_a_text_is_refused(rondel, text):
    refused = rondel("migrate", "--revision", text)
    assert refused.returncode == USAGE
    assert 'Say what it does: make revision m="add colour to labels"' in refused.stderr


def test_make_revision_without_a_text_is_refused():
    refused = subprocess.run(
        ["make", "--no-print-directory", "revision"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == USAGE
    assert 'Say what it does: make revision m="add colour to labels"' in refused.stderr


def test_migration_without_an_answer_names_the_place_in_two_lines(rondel):
    port = choose_port()
    refused = rondel("migrate", DATABASE_URL=f"postgresql://u:hunter2@{HOST}:{port}/r")
    assert refused.returncode == 1
    what, way_out = refused.stderr.splitlines()
    assert what == f"The database r on {HOST}:{port} cannot be used: nothing answers there."
    assert "DATABASE_URL" in way_out


def test_migration_without_a_database_says_how_to_have_one(rondel):
    refused = rondel("migrate")
    assert refused.returncode == 1
    assert "No database is known." in refused.stderr
    assert "Rondel does not run here: start it with make dev" in refused.stderr


def test_arguments_that_are_no_text_are_refused(rondel):
    refused = rondel(
        "workers", "pause", "relay", "--reason", b"\xff".decode(errors="surrogateescape")
    )
    assert refused.returncode == USAGE
    assert refused.stderr == "The arguments are not UTF-8.\n"
