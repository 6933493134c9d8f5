"""The list of commands is shown, and people's commands start, without what they do not need."""

import subprocess
import sys
from importlib.metadata import version

import pytest
import typer

from cli.embedded.layout import PROJECT
from cli.main import COMMANDS, imported_command
from tests.integration.cli.conftest import Rondel

HEAVY = {"sqlalchemy", "fastapi", "asyncpg", "aiokafka", "cryptography", "alembic"}
PEOPLES = sorted({place.partition(":")[0] for place, _ in COMMANDS.values() if ".tasks." in place})


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says_of_itself(name):
    first, _, _ = (imported_command(name).help or "").partition("\n\n")
    assert " ".join(first.split()) == COMMANDS[name][1]


def test_the_list_shows_all_commands(tmp_path):
    said = Rondel(tmp_path)("--help").stdout
    assert all(f" {name} " in said for name in COMMANDS)


def with_those_below(command):
    """The command and its own commands."""
    return [command, *getattr(command, "commands", {}).values()]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_flag_looks_like_one_and_has_no_opposite(name):
    wanted = {"--no-demo", "--no-watch"}  # their flag is on by itself
    for command in with_those_below(imported_command(name)):
        context = typer.Context(command)
        options = [each for each in command.get_params(context) if getattr(each, "is_flag", False)]
        assert {each.display_type_rich(context) for each in options} == {""}
        opposites = {word for each in options for word in each.secondary_opts}
        assert opposites <= wanted


def test_no_flag_of_the_help_seems_to_take_a_value(tmp_path):
    assert "<bool>" not in Rondel(tmp_path)("--help").stdout
    assert "<bool>" not in Rondel(tmp_path)("dev", "--help").stdout


def test_the_version_is_the_packages(tmp_path):
    assert Rondel(tmp_path)("--version").stdout == f"rondel {version('rondel')}\n"


def test_a_command_that_is_not_there_is_refused(tmp_path):
    refused = Rondel(tmp_path)("tomorrow")
    assert refused.returncode == 2
    assert "No such command 'tomorrow'" in refused.stderr


def test_peoples_commands_load_nothing_of_the_server():
    code = f"import sys, {', '.join(PEOPLES)}; print(sorted({HEAVY} & sys.modules.keys()))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert len(PEOPLES) == 6
    assert done.stdout == "[]\n"
