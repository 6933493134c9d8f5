"""What the machine lacks is said by name, with a way out."""

import pytest

from cli.cluster.machine import (
    Tool,
    check_machine,
    choose_tool,
    judge_docker,
    judge_version,
)
from cli.cluster.runner import CommandFailed, Runner
from cli.embedded.errors import StackError

GB = 1 << 30


@pytest.fixture
def runner_with(tmp_path):
    """A runner on a machine that has these programs and no others."""

    def make(**programs: str) -> Runner:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name, script in programs.items():
            path = folder / name
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)
        return Runner(tmp_path, tmp_path / "up.log", {"PATH": str(folder)})

    return make


@pytest.mark.parametrize(
    ("programs", "words"),
    [
        ((), "Not installed: Docker, kubectl, kind or minikube"),
        (("docker",), "Not installed: kubectl, kind or minikube"),
        (("docker", "kubectl"), "Not installed: kind or minikube"),
        (("docker", "minikube"), "Not installed: kubectl"),
    ],
)
def test_missing_program_is_named(runner_with, programs, words):
    runner = runner_with(**dict.fromkeys(programs, "exit 0"))
    with pytest.raises(StackError, match=rf"^{words}\.$") as caught:
        check_machine(runner)
    assert "make dev" in caught.value.way_out


def test_docker_that_refuses_is_silent(runner_with):
    runner = runner_with(docker="echo no daemon >&2; exit 1", kubectl="exit 0", kind="exit 0")
    with pytest.raises(StackError, match="Docker does not answer") as caught:
        check_machine(runner)
    assert "docker info" in caught.value.way_out


def test_docker_without_server_is_silent():
    with pytest.raises(StackError, match="Docker does not answer"):
        judge_docker({"MemTotal": 0, "NCPU": 0, "ServerErrors": ["cannot connect"]})


def test_little_memory_is_refused_with_figures():
    with pytest.raises(StackError, match=r"has 3\.0 GB of memory; 6 are needed"):
        judge_docker({"MemTotal": 3 * GB, "NCPU": 4})


def test_memory_of_six_gigabytes_less_rounding_is_enough():
    assert judge_docker({"MemTotal": int(5.7 * GB), "NCPU": 4}) == []


def test_few_cpus_are_a_warning():
    assert judge_docker({"MemTotal": 8 * GB, "NCPU": 2}) == [
        "Docker has 2 CPUs; with fewer than 4 it takes longer."
    ]


@pytest.mark.parametrize(
    ("installed", "asked", "had", "chosen"),
    [
        (("kind", "minikube"), None, None, Tool.KIND),
        (("minikube",), None, None, Tool.MINIKUBE),
        (("kind", "minikube"), Tool.MINIKUBE, None, Tool.MINIKUBE),
        (("kind", "minikube"), None, Tool.MINIKUBE, Tool.MINIKUBE),
    ],
)
def test_tool_is_the_asked_one_else_that_of_the_cluster_else_what_is_there(
    runner_with, installed, asked, had, chosen
):
    runner = runner_with(**dict.fromkeys(installed, "exit 0"))
    assert choose_tool(asked, runner, had) is chosen


@pytest.mark.parametrize(
    ("asked", "had", "words"),
    [
        (None, None, "Neither kind nor minikube"),
        (Tool.MINIKUBE, None, "minikube is not installed"),
        (Tool.KIND, Tool.MINIKUBE, "made with minikube"),
    ],
)
def test_tool_that_cannot_be_had_is_refused(runner_with, asked, had, words):
    with pytest.raises(StackError, match=words):
        choose_tool(asked, runner_with(), had)


def test_old_cluster_is_refused():
    with pytest.raises(StackError, match=r"v1\.28\.3; 1\.30 is needed"):
        judge_version({"serverVersion": {"major": "1", "minor": "28+", "gitVersion": "v1.28.3"}})


def test_last_words_of_a_failed_command_are_told_and_logged(runner_with):
    runner = runner_with(kind="echo no space left; exit 3")
    with pytest.raises(CommandFailed, match=r"kind create cluster failed\.\nno space left"):
        runner.work("kind", "create", "cluster")
    assert runner.log.read_text() == "$ kind create cluster\nno space left\n"
