"""Signing in to a target: what is secret is in no command line, and kubectl knows the cluster.

There is no cloud, so its programs are small ones that write down how they were called.
"""

import stat
import subprocess
from pathlib import Path

import pytest
import yaml

from shared.core.settings import inherited_environment
from tools.validate.places import beside_python

ROOT = Path(__file__).resolve().parents[3]
SECRET = "hush-hush"
ANSWERS = {
    "curl": f'echo \'{{"value": "{SECRET}"}}\'',
    "jq": "cat",
    "gcloud": f"""case "$*" in
  *print-access-token*) echo {SECRET} ;;
  *"value(endpoint)"*) echo 192.0.2.1 ;;
  *clusterCaCertificate*) echo Y2E= ;;
  *create-cred-config*) : >"${{!#/--output-file=/}}" ;;
esac""",
    "docker": "cat >/dev/null",
}
TOLD = {
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "runner",
    "ACTIONS_ID_TOKEN_REQUEST_URL": "https://runner.example/?a=b",
    "GCP_IDENTITY_PROVIDER": "projects/1/providers/x",
    "GCP_SERVICE_ACCOUNT": "ci@example",
    "GCP_PROJECT": "p",
    "GCP_REGION": "europe-west3",
    "GCP_REGISTRY": "europe-west3-docker.pkg.dev/p/rondel",
    "GKE_CLUSTER": "rondel",
}


@pytest.fixture
def login(tmp_path):
    """Runs the script; what came of it, and the calls of all programs."""
    calls = tmp_path / "calls"
    calls.touch()
    for name, answer in ANSWERS.items():
        program = tmp_path / name
        program.write_text(f'#!/usr/bin/env bash\necho "{name} $*" >>"{calls}"\n{answer}\n')
        program.chmod(0o755)
    kubectl = tmp_path / "kubectl"
    real = beside_python("kubectl")
    kubectl.write_text(f'#!/usr/bin/env bash\necho "kubectl $*" >>"{calls}"\nexec "{real}" "$@"\n')
    kubectl.chmod(0o755)

    def run(target):
        told = {
            **TOLD,
            "PATH": f"{tmp_path}:/usr/bin:/bin",
            "RUNNER_TEMP": str(tmp_path / "temp"),
            "KUBECONFIG": str(tmp_path / "kubeconfig"),
        }
        done = subprocess.run(
            [ROOT / ".github" / "scripts" / "login.sh", target],
            env=inherited_environment(told),
            capture_output=True,
            text=True,
            check=False,
        )
        return done, calls.read_text()

    return run


def test_google_is_signed_in_to_without_a_token_in_a_command_line(login, tmp_path):
    done, calls = login("gke")
    assert done.returncode == 0, done.stderr
    assert SECRET not in calls
    assert SECRET not in done.stdout + done.stderr
    kept = yaml.safe_load((tmp_path / "kubeconfig").read_text())
    assert kept["current-context"] == "gke"
    assert kept["clusters"][0]["cluster"]["server"] == "https://192.0.2.1"
    token = Path(kept["users"][0]["user"]["tokenFile"])
    assert token.read_text().strip() == SECRET
    assert stat.S_IMODE(token.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_a_target_that_nobody_knows_is_refused(login):
    done, calls = login("eks")
    assert done.returncode == 2
    assert "not eks" in done.stderr
    assert calls == ""
