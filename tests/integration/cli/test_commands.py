"""The list of commands is shown, and people's commands start, without what they do not need."""

import subprocess
import sys
from importlib.metadata import version

import pytest

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
