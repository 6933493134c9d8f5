"""What is applied is what somebody agreed to; a plan that has become another one is not."""

import subprocess
from pathlib import Path

import pytest

from shared.core.settings import inherited_environment

SCRIPT = Path(__file__).resolve().parents[3] / ".github" / "scripts" / "terraform.sh"
TERRAFORM = """#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case "$*" in *" show "*) echo "$PLAN" ;; esac
"""


@pytest.fixture
def terraform(tmp_path):
    """Runs the script in a tree of its own; what came of it, and the calls of terraform."""
    program = tmp_path / "terraform"
    program.write_text(TERRAFORM)
    program.chmod(0o755)
    folder = tmp_path / "infra" / "terraform" / "aks"
    folder.mkdir(parents=True)

    def run(*arguments, plan="one more node"):
        told = {
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "CALLS": str(tmp_path / "calls"),
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "STACK": "aks",
            "BACKEND": "terraform {}",
            "VARIABLES": 'name = "x"',
            "PLAN": plan,
        }
        done = subprocess.run(
            [SCRIPT, *arguments],
            env=inherited_environment(told),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return done, (tmp_path / "calls").read_text()

    return run


def test_a_plan_is_written_down_and_nothing_is_made(terraform, tmp_path):
    done, calls = terraform("plan")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "plan.txt").read_text() == "one more node\n"
    assert " apply " not in calls


def test_what_was_agreed_to_is_made(terraform, tmp_path):
    (tmp_path / "agreed").write_text("one more node\n")
    done, calls = terraform("apply", str(tmp_path / "agreed"))
    assert done.returncode == 0, done.stderr
    assert f"apply {tmp_path}/temp/terraform/plan" in calls


@pytest.mark.parametrize("agreed", ["two more nodes\n", ""])
def test_another_plan_is_not_carried_out(terraform, tmp_path, agreed):
    (tmp_path / "agreed").write_text(agreed)
    done, calls = terraform("apply", str(tmp_path / "agreed"))
    assert done.returncode == 1
    assert "no more what was agreed to" in done.stderr
    assert " apply " not in calls


def test_nothing_agreed_to_is_nothing_made(terraform, tmp_path):
    done, calls = terraform("apply", str(tmp_path / "nobody"))
    assert done.returncode == 1
    assert " apply " not in calls
