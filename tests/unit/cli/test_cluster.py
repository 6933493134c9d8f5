"""`rondel cluster`: what is asked of which program, in which order, and what is said of failures.

No cluster can be had in a test, so docker, kubectl and kind are small programs that write down how
they were called, and fail where the test wants it.
"""

import base64
import json
import stat

import pytest
import yaml

from cli.cluster.kinds import LOCAL, PORTS, Kind, Minikube, choose
from cli.cluster.programs import Programs
from cli.cluster.requirements import MEMORY_BYTES, check
from cli.cluster.secrets import secret_manifests
from cli.cluster.up import JOBS, PROCESSES, Kubectl, Up, pods_of
from cli.embedded.errors import StackError
from cli.worker import WorkerName

RECORDER = """#!/bin/sh
echo "$(basename "$0") $*" >> "{log}"
case "$(basename "$0") $*" in
{cases}
esac
"""


class Shelf:
    """A folder with the programs that this machine has."""

    def __init__(self, folder):
        self.folder = folder / "bin"
        self.folder.mkdir()
        self._log = folder / "calls"
        self.programs = Programs({"PATH": f"{self.folder}:/usr/bin:/bin"})

    def put(self, *names, **answers):
        """Programs that succeed; `answers` are shell patterns and what is done for them."""
        cases = "\n".join(f"{pattern}) {action} ;;" for pattern, action in answers.items())
        for name in names:
            path = self.folder / name
            path.write_text(RECORDER.format(log=self._log, cases=cases))
            path.chmod(stat.S_IRWXU)

    @property
    def calls(self):
        return self._log.read_text().splitlines() if self._log.exists() else []


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


DOCKER = {'"docker info --format"*': f"echo {MEMORY_BYTES}"}
ALL = ("docker", "kubectl", "kind")


def up(shelf, said=None):
    cluster = Kind(shelf.programs)
    Up(shelf.programs, cluster, (said if said is not None else []).append).run()


def test_everything_is_brought_up_in_its_order(shelf, monkeypatch):
    monkeypatch.setattr("cli.cluster.requirements.is_free", lambda _: True)
    shelf.put(*ALL, **DOCKER, **{'*"get secret"*': "exit 1"})
    said = []
    up(shelf, said)
    steps = [
        "kind create cluster",
        "docker build",
        "kind load docker-image",
        "apply --filename",
        "create --filename -",
        "--kustomize " + str(LOCAL / "services"),
        "rollout status statefulset/kafka",
        "delete job migrate topics",
        "--kustomize " + str(LOCAL / "migrate"),
        "--for=condition=complete --timeout=5m job/topics",
        "rollout status deployment/api",
    ]
    places = [next(n for n, call in enumerate(shelf.calls) if step in call) for step in steps]
    assert places == sorted(places)
    assert all(
        "--context kind-rondel --namespace rondel" in call
        for call in shelf.calls
        if call.startswith("kubectl")
    )
    assert sum("rollout status deployment/" in call for call in shelf.calls) > len(PROCESSES)
    assert any(line.startswith("api: ") for line in said)


def test_secrets_that_are_there_stay(shelf, monkeypatch):
    monkeypatch.setattr("cli.cluster.requirements.is_free", lambda _: True)
    shelf.put(*ALL, **DOCKER)
    up(shelf)
    assert not any("create --filename -" in call for call in shelf.calls)


def test_a_cluster_that_is_there_is_used(shelf):
    shelf.put(*ALL, **DOCKER, **{'"kind get clusters"': "echo rondel"})
    up(shelf)
    assert not any("create cluster" in call for call in shelf.calls)


@pytest.mark.parametrize(
    ("fails", "says"),
    [
        ('*"job/migrate"*', "The job migrate did not end well.\nits last words"),
        ('*"statefulset/kafka"*', "kafka is not ready after 10m.\nits last words"),
        ('*"deployment/reminders"*', "reminders is not ready after 5m.\nits last words"),
    ],
)
def test_what_does_not_come_up_is_told_with_its_last_words(shelf, fails, says):
    known = {'"kind get clusters"': "echo rondel", '*" logs "*': "echo its last words"}
    shelf.put(*ALL, **DOCKER, **known, **{fails: "exit 1"})
    with pytest.raises(StackError) as failure:
        up(shelf)
    assert str(failure.value).startswith(says)
    assert "kubectl --context kind-rondel -n rondel describe" in failure.value.way_out


def test_a_build_that_fails_shows_how(shelf):
    known = {'"kind get clusters"': "echo rondel", '"docker build"*': "echo no space left; exit 1"}
    shelf.put(*ALL, **DOCKER, **known)
    with pytest.raises(StackError, match="no space left"):
        up(shelf)
    assert not any("apply" in call for call in shelf.calls)


@pytest.mark.parametrize("missing", ["docker", "kubectl"])
def test_what_is_missing_is_named(shelf, missing):
    shelf.put(*(name for name in ALL if name != missing), **DOCKER)
    programs = Programs({"PATH": str(shelf.folder)})
    with pytest.raises(StackError, match=f"{missing} is not installed"):
        check(programs, Kind(programs))


def test_a_docker_that_does_not_run_is_told(shelf):
    shelf.put(*ALL, **{'"docker info"*': "exit 1"})
    with pytest.raises(StackError, match="Docker does not answer"):
        check(shelf.programs, Kind(shelf.programs))


def test_too_little_memory_is_told(shelf):
    shelf.put(*ALL, **{'"docker info --format"*': f"echo {2 * 1024**3}"})
    with pytest.raises(StackError, match=r"Docker has 2\.0 GB of memory; 6 GB are needed"):
        check(shelf.programs, Kind(shelf.programs))


def test_a_port_that_is_taken_is_told_before_anything_is_made(shelf, monkeypatch):
    monkeypatch.setattr("cli.cluster.requirements.is_free", lambda port: port != 30000)
    shelf.put(*ALL, **DOCKER)
    with pytest.raises(StackError, match="Port 30000 is in use"):
        check(shelf.programs, Kind(shelf.programs))


def test_the_cluster_that_is_there_goes_before_the_order_of_names(shelf):
    shelf.put("kind", "minikube")
    assert isinstance(choose(None, shelf.programs), Minikube), "kind knows no cluster of our name"
    shelf.put("kind", **{'"kind get clusters"': "echo rondel"})
    assert isinstance(choose(None, shelf.programs), Kind)
    assert isinstance(choose("minikube", shelf.programs), Minikube)


def test_without_any_kind_of_cluster_there_is_a_way_out(shelf):
    with pytest.raises(StackError, match="Neither kind nor Minikube") as failure:
        choose(None, Programs({"PATH": str(shelf.folder)}))
    assert "make dev" in failure.value.way_out


def test_secrets_are_new_each_time_and_the_database_knows_its_password():
    first, second = (json.loads(secret_manifests())["items"] for _ in range(2))
    values = {key: base64.b64decode(value).decode() for key, value in first[0]["data"].items()}
    assert values["postgres-password"] in values["database-url"]
    assert len(values["auth-secret"]) >= 32
    assert all(first[0]["data"][key] != second[0]["data"][key] for key in first[0]["data"])


def test_the_ports_are_those_of_the_manifests():
    (node,) = yaml.safe_load((LOCAL / "kind.yaml").read_text())["nodes"]
    mapped = {each["hostPort"]: each["containerPort"] for each in node["extraPortMappings"]}
    assert mapped == PORTS
    assert {each["listenAddress"] for each in node["extraPortMappings"]} == {"127.0.0.1"}


def test_every_process_is_waited_for():
    assert {*PROCESSES} == {"api", *(name.value for name in WorkerName)}
    assert JOBS == ("migrate", "topics")


def test_pods_are_told_by_what_keeps_them(shelf):
    pods = {
        "items": [
            pod("a", "Running", {"ready": True, "restartCount": 0, "state": {"running": {}}}),
            pod(
                "b",
                "Running",
                {
                    "ready": False,
                    "restartCount": 4,
                    "state": {"waiting": {"reason": "CrashLoopBackOff"}},
                },
            ),
            pod("c", "Pending"),
        ]
    }
    answer = shelf.folder / "pods.json"
    answer.write_text(json.dumps(pods))
    shelf.put("kubectl", **{'*"get pods"*': f'cat "{answer}"'})
    found = pods_of(Kubectl(shelf.programs, Kind(shelf.programs)))
    assert found == [("a", "ready", 0), ("b", "CrashLoopBackOff", 4), ("c", "pending", 0)]


def pod(name, phase, *containers):
    return {"metadata": {"name": name}, "status": {"phase": phase, "containerStatuses": containers}}
