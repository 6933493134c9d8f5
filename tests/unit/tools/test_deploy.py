"""A deployment: the order of its calls, and what becomes of one that fails.

There is no cluster, so kubectl is a small program that writes down how it was called, and answers
as the test wants. The look from outside goes to a real server.
"""

import io
import re
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cli.worker import WorkerName
from shared.core.settings import inherited_environment
from tools.set_images import CannotSet, main, other_images, with_images

ROOT = Path(__file__).resolve().parents[3]
SCRIPTS = ROOT / ".github" / "scripts"
DIGEST = "sha256:" + "a" * 64
DEPLOYMENTS = 9
ALL_BUT_API = "--selector app.kubernetes.io/component!=api "

KUBECTL = """#!/usr/bin/env bash
echo "$*" >>"$CALLS"
case "$*" in
  "diff "*) exit "${DIFF:-1}" ;;
  *"get job $FAILING "*) echo "FailureTarget Failed " ;;
  *"get job"*) echo "Complete " ;;
  *"get deployment $SILENT "*) exit 1 ;;
  *"get deployment api "*) if [ -e "$CALLS.applied" ]; then echo 5; else echo "${BEFORE-4}"; fi ;;
  *"get deployment"*) if [ -e "$CALLS.begun" ]; then echo 5; else echo "${BEFORE-4}"; fi ;;
  "apply "*"component!=api "*kustomize/oke) touch "$CALLS.begun" ;;
  "apply "*kustomize/oke) touch "$CALLS.applied" ;;
  *"rollout undo deployment/$KEPT "*) exit 1 ;;
  *"rollout undo"*) touch "$CALLS.undone" ;;
  *"rollout status deployment/$STUCK "*) [ -e "$CALLS.undone" ] || exit 1 ;;
esac
"""


@contextmanager
def installation(answers):
    """A server that answers these paths, each from a list in turn; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = answers.get(self.path, (404, ""))
            status, body = found.pop(0) if isinstance(found, list) else found
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_):
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


WELL = {
    "/readyz": (200, "ok"),
    "/api/status": (200, '{"status":"ok","version":"0.1.0"}'),
    "/": (200, '<html><script type="module" src="/assets/a.js"></script></html>'),
    "/api/tasks": (401, "{}"),
}


def smoke(url, **environment):
    told = {"SMOKE_TRIES": "2", "SMOKE_PAUSE": "0", **environment}
    return subprocess.run(
        [SCRIPTS / "smoke.sh", url],
        env=inherited_environment(told),
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def deploy(tmp_path):
    """Runs the script; what came of it, and the calls of kubectl."""
    program = tmp_path / "kubectl"
    program.write_text(KUBECTL)
    program.chmod(0o755)
    calls = tmp_path / "calls"

    def run(answers=WELL, **environment):
        calls.touch()
        with installation(answers) as url:
            told = {
                "PATH": f"{tmp_path}:/usr/bin:/bin",
                "CALLS": str(calls),
                "FAILING": "none",
                "STUCK": "none",
                "SILENT": "none",
                "KEPT": "none",
                "SMOKE_TRIES": "1",
                "DIFF_FILE": str(tmp_path / "diff"),
                **environment,
            }
            done = subprocess.run(
                [SCRIPTS / "deploy.sh", "kustomize/oke", "rondel", url],
                env=inherited_environment(told),
                capture_output=True,
                text=True,
                check=False,
            )
        return done, calls.read_text().splitlines()

    return run


def places(calls, *wanted):
    return [next(n for n, call in enumerate(calls) if words in call) for words in wanted]


def test_the_schema_comes_before_the_processes(deploy):
    done, calls = deploy()
    assert done.returncode == 0, done.stderr
    order = places(
        calls,
        "--kustomize kustomize/oke/services",
        "diff ",
        "delete job migrate topics",
        "--kustomize kustomize/oke/migrate",
        "get job migrate",
        "get job topics",
        "--kustomize kustomize/oke",
    )
    assert order[:-1] == sorted(order[:-1])
    applied = [n for n, call in enumerate(calls) if call.endswith("--kustomize kustomize/oke")]
    assert applied[-1] > order[-2], "the processes wait for both jobs"
    assert sum("rollout status" in call for call in calls) == DEPLOYMENTS
    assert not any("rollout undo" in call for call in calls)


def test_workers_come_before_the_api(deploy):
    done, calls = deploy()
    assert done.returncode == 0, done.stderr
    some, whole = (
        n
        for n, call in enumerate(calls)
        if call.startswith("apply ") and call.endswith("--kustomize kustomize/oke")
    )
    assert ALL_BUT_API in calls[some]
    assert ALL_BUT_API not in calls[whole]
    waited = {call.split("deployment/")[1].split()[0] for call in calls[some + 1 : whole]}
    assert waited == {str(name) for name in WorkerName}
    assert "rollout status deployment/api " in calls[whole + 1]


def test_without_the_new_workers_there_is_no_new_api(deploy):
    done, calls = deploy(STUCK="reminders")
    assert done.returncode == 1
    applied = [call for call in calls if call.endswith("--kustomize kustomize/oke")]
    assert [ALL_BUT_API in call for call in applied if call.startswith("apply ")] == [True]
    undone = [call for call in calls if "rollout undo" in call]
    assert len(undone) == DEPLOYMENTS - 1
    assert not any("deployment/api" in call for call in undone)


_APPLY = re.compile(r"apply .*?(?:-k|--kustomize) kustomize/\w+(\S*)")


@pytest.mark.parametrize("cloud", ["oke", "aks", "gke"])
def test_an_update_by_hand_goes_as_a_deployment_does(deploy, cloud):
    guide = (ROOT / "docs" / "self-hosting" / f"{cloud}.md").read_text()
    commands = guide.split("\n## Apply\n")[1].split("```")[1].splitlines()
    (first,) = re.findall(r"from `(.*)` on", guide.split("\n## Update\n")[1])

    def order(lines):
        found = ((_APPLY.search(line), "component!=api" in line) for line in lines)
        return [(match[1], is_part) for match, is_part in found if match]

    assert order(commands[commands.index(first) :]) == order(deploy()[1])


@pytest.mark.parametrize("job", ["migrate", "topics"])
def test_a_job_that_fails_leaves_the_processes_alone(deploy, job):
    done, calls = deploy(FAILING=job)
    assert done.returncode == 1
    assert f"The job {job} did not end well" in done.stderr
    assert any(f"logs job/{job}" in call for call in calls)
    assert not any("rollout" in call for call in calls)
    assert sum(call.startswith("apply") for call in calls) == len(["services", "migrate"])


def test_what_does_not_come_up_goes_back(deploy):
    done, calls = deploy(STUCK="api")
    assert done.returncode == 1
    assert "the one before runs again" in done.stderr
    undone = [call for call in calls if "rollout undo" in call]
    assert len(undone) == DEPLOYMENTS
    assert all(call.endswith("--to-revision=4") for call in undone)


def test_what_comes_up_and_is_not_well_goes_back(deploy):
    done, calls = deploy(WELL | {"/readyz": (503, "down")})
    assert done.returncode == 1
    assert any("rollout undo deployment/api --to-revision=4" in call for call in calls)


def test_one_that_cannot_go_back_keeps_no_other_from_it(deploy):
    done, calls = deploy(STUCK="api", KEPT="relay")
    assert done.returncode == 1
    assert "not all of the one before runs again" in done.stderr
    assert sum("rollout undo" in call for call in calls) == DEPLOYMENTS


def test_a_cluster_that_does_not_say_what_runs_gets_nothing_new(deploy):
    done, calls = deploy(SILENT="relay")
    assert done.returncode != 0
    assert not any(call.endswith("--kustomize kustomize/oke") for call in calls if "apply" in call)


def test_a_first_deployment_has_nothing_to_go_back_to(deploy):
    done, calls = deploy(STUCK="api", BEFORE="")
    assert done.returncode == 1
    assert not any("rollout undo" in call for call in calls)


def test_a_diff_that_fails_stops_everything(deploy):
    done, calls = deploy(DIFF="2")
    assert done.returncode != 0
    assert not any("job" in call for call in calls)


def test_an_installation_that_is_well_passes():
    with installation(WELL) as url:
        assert smoke(url).returncode == 0


@pytest.mark.parametrize(
    ("path", "answer", "says"),
    [
        ("/readyz", (503, "down"), "readyz does not answer well"),
        ("/api/status", (200, '{"status":"degraded"}'), "degraded"),
        ("/", (200, "It works!"), "is not the web app"),
        ("/api/tasks", (200, "[]"), "answers 200 to a stranger"),
    ],
)
def test_an_installation_that_is_not_well_is_told(path, answer, says):
    with installation(WELL | {path: answer}) as url:
        done = smoke(url)
    assert done.returncode == 1
    assert says in done.stderr


def test_what_is_degraded_for_a_moment_is_waited_for():
    early = [(200, '{"status":"degraded"}'), (503, "no"), (200, '{"status":"ok"}')]
    with installation(WELL | {"/api/status": early}) as url:
        assert smoke(url, SMOKE_TRIES="3").returncode == 0
    assert early == []


WAITING = (
    '{"status":"degraded","components":{"postgresql":"ok","kafka":"%s","delivery":"degraded"}}'
)


def test_reminders_that_wait_take_no_deployment_back(deploy):
    done, calls = deploy(WELL | {"/api/status": (200, WAITING % "ok")})
    assert done.returncode == 0, done.stderr
    assert "::warning::Reminders wait" in done.stderr
    assert not any("rollout undo" in call for call in calls)


def test_reminders_that_wait_hide_nothing_else():
    with installation(WELL | {"/api/status": (200, WAITING % "degraded")}) as url:
        done = smoke(url)
    assert done.returncode == 1
    assert "degraded" in done.stderr


def test_nothing_that_answers_is_told():
    with installation(WELL) as url:
        pass
    assert smoke(url).returncode == 1


@pytest.mark.parametrize("target", ["oke", "aks", "gke"])
def test_every_overlay_can_be_given_images(tmp_path, target):
    for part in (".", "migrate"):
        (tmp_path / part).mkdir(exist_ok=True)
        source = ROOT / "kustomize" / target / part / "kustomization.yaml"
        (tmp_path / part / "kustomization.yaml").write_text(source.read_text())
    images = [f"rondel-{name}=registry.example/{name}@{DIGEST}" for name in ("api", "worker")]
    assert main([str(tmp_path), *images]) == 0
    whole = (tmp_path / "kustomization.yaml").read_text()
    assert f"newName: registry.example/api, digest: {DIGEST}" in whole
    assert (
        f"registry.example/worker, digest: {DIGEST}"
        in (tmp_path / "migrate" / "kustomization.yaml").read_text()
    )
    assert "newTag" not in whole


@pytest.mark.parametrize("image", ["ghcr.io/a/b:latest", "ghcr.io/a/b", f"b c@{DIGEST}", ""])
def test_an_image_without_a_digest_is_refused(image):
    with pytest.raises(CannotSet, match="by its digest"):
        with_images("  - {name: rondel-api, newTag: 1}\n", {"rondel-api": image})


def test_an_image_that_the_overlay_does_not_have_is_refused():
    with pytest.raises(CannotSet, match="0 entries for other"):
        with_images("  - {name: rondel-api, newTag: 1}\n", {"other": f"ghcr.io/a/b@{DIGEST}"})


@pytest.mark.parametrize(
    "arguments",
    [[], ["kustomize/oke"], ["kustomize/oke", "rondel-api"], ["kustomize/oke", "rondel-api=a@b"]],
)
def test_both_images_have_to_be_named(arguments, capsys):
    assert main(arguments) == 2
    assert "rondel-api=PLACE@sha256:" in capsys.readouterr().err


def test_an_overlay_that_is_not_there_is_named(tmp_path, capsys):
    images = [f"rondel-{name}=registry.example/{name}@{DIGEST}" for name in ("api", "worker")]
    assert main([str(tmp_path / "nope"), *images]) == 1
    assert "nope" in capsys.readouterr().err


def test_nothing_is_written_if_one_of_the_two_cannot_be_set(tmp_path, capsys):
    (tmp_path / "migrate").mkdir()
    before = "  - {name: rondel-api, newTag: 1}\n  - {name: rondel-worker, newTag: 1}\n"
    (tmp_path / "kustomization.yaml").write_text(before)
    (tmp_path / "migrate" / "kustomization.yaml").write_text("resources: []\n")
    images = [f"rondel-{name}=registry.example/{name}@{DIGEST}" for name in ("api", "worker")]
    assert main([str(tmp_path), *images]) == 1
    assert (tmp_path / "kustomization.yaml").read_text() == before
    assert "takes its images" in capsys.readouterr().err


WANTED = {"rondel-api": f"a.example:5000/x/rondel-api@{DIGEST}"}
RENDER = "      - image: {}\n        name: api\n      - image: docker.io/library/other:1\n"


@pytest.mark.parametrize(
    "image",
    [
        "rondel-api:dev",
        f"b.example/rondel-api@{DIGEST}",
        "a.example:5000/x/rondel-api:0.1.0",
        f"a.example:5000/x/rondel-api:1@{DIGEST}",
        f'"a.example:5000/x/rondel-api@sha256:{"b" * 64}"',
    ],
)
def test_a_render_that_runs_another_image_is_told(image):
    assert list(other_images(RENDER.format(image), WANTED)) == [image.strip('"')]


def test_a_render_that_runs_these_images_passes():
    assert list(other_images(RENDER.format(WANTED["rondel-api"]), WANTED)) == []


def test_a_render_with_none_of_the_images_is_told():
    with pytest.raises(CannotSet, match="none of rondel-api"):
        list(other_images("", WANTED))


def test_the_check_of_a_render_has_an_exit_code(monkeypatch, capsys):
    worker = f"a.example/rondel-worker@{DIGEST}"
    pairs = [f"rondel-api={WANTED['rondel-api']}", f"rondel-worker={worker}"]
    monkeypatch.setattr("sys.stdin", io.StringIO(RENDER.format(WANTED["rondel-api"])))
    assert main(["--check", *pairs]) == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(RENDER.format("rondel-api:1")))
    assert main(["--check", *pairs]) == 1
    assert "would run rondel-api:1" in capsys.readouterr().err
