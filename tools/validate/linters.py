"""Other people's linters, each over the files that it knows, with what they say as findings.

A linter that says nothing because it could not read a file would look like one that is content;
so each answers for how many files, or objects, it has looked at.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import CACHE, HERE, ROOT, run, tool, tracked

_ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint"


def dockerfiles(root: Path = ROOT) -> list[str]:
    """Every Dockerfile of the project."""
    return tracked("*Dockerfile", "*Dockerfile.*", "*.dockerfile", root=root)


def scripts(root: Path = ROOT) -> list[str]:
    """Everything that a shell runs: by its first line, or by its name."""
    found = []
    for name in tracked(root=root):
        with (root / name).open("rb") as file:
            head = file.readline(80)
        words = head.removeprefix(b"#!").replace(b"/", b" ").split()
        if name.endswith(".sh") or (head.startswith(b"#!") and {b"sh", b"bash"} & set(words)):
            found.append(name)
    return found


def workflows(root: Path = ROOT) -> list[str]:
    """Every workflow and every action of our own."""
    return tracked(".github/workflows/*.yml", ".github/workflows/*.yaml", root=root)


def hadolint(files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """What is wrong with these Dockerfiles."""
    if not files:
        return []
    said = run(tool("hadolint"), "--format", "json", *files, folder=root)
    return [
        Finding(f"{each['file']}:{each['line']}", each["code"], each["message"])
        for each in _json(said.stdout, "hadolint", said.stderr)
    ]


def shellcheck(files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """What is wrong with these scripts."""
    if not files:
        return []
    said = run(tool("shellcheck"), "--format", "json1", *files, folder=root)
    return [
        Finding(f"{each['file']}:{each['line']}", f"SC{each['code']}", each["message"])
        for each in _json(said.stdout, "shellcheck", said.stderr)["comments"]
    ]


def actionlint(files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """What is wrong with these workflows, and with the scripts in them."""
    if not files:
        return []
    command = (_actionlint(), "-shellcheck", tool("shellcheck"), "-format", "{{json .}}")
    said = run(*command, *files, folder=root)
    return [
        Finding(f"{each['filepath']}:{each['line']}", each["kind"], each["message"])
        for each in _json(said.stdout, "actionlint", said.stderr)
    ]


def zizmor(files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """What somebody could do to us through these workflows."""
    if not files:
        return []
    said = run(
        tool("zizmor"), "--offline", "--no-progress", "--format", "json", *files, folder=root
    )
    return [_from_zizmor(each) for each in _json(said.stdout, "zizmor", said.stderr)]


def _from_zizmor(said: dict[str, Any]) -> Finding:
    place = next(
        each for each in said["locations"] if each["symbolic"].get("kind", "Primary") == "Primary"
    )
    given = place["symbolic"]["key"]["Local"]["verbatim_path"]
    row = place["concrete"]["location"]["start_point"]["row"] + 1
    return Finding(f"{given}:{row}", said["ident"], said["desc"])


def terraform_fmt(folders: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """Which Terraform files are written otherwise than `terraform fmt` would."""
    found = shutil.which("terraform")
    assert found, "the caller looks whether terraform is installed"
    findings = []
    for folder in folders:
        said = run(found, "fmt", "-check", "-list=true", folder, folder=root)
        if said.returncode not in {0, 3}:
            what = said.stderr.strip() or said.stdout.strip()
            findings.append(Finding(folder, "terraform-fmt", what))
        else:
            what = "run `terraform fmt` on it"
            findings += [Finding(n, "terraform-fmt", what) for n in said.stdout.splitlines() if n]
    return findings


def _actionlint() -> Path:
    """The program, built from its source, whose hashes go.sum has."""
    module = HERE / "actionlint"
    sums = (module / "go.mod").read_bytes() + (module / "go.sum").read_bytes()
    kept = CACHE / f"actionlint-{hashlib.sha256(sums).hexdigest()[:12]}"
    if not kept.is_file():
        cache = CACHE / "go"
        environment = {
            "GOMODCACHE": str(cache / "mod"),
            "GOCACHE": str(cache / "build"),
            "GOFLAGS": "-modcacherw -mod=readonly",
            "GOTOOLCHAIN": "local",
            "GONOSUMDB": "*",  # go.sum is ours
            "GOWORK": "off",
            "CGO_ENABLED": "0",
        }
        made = kept.with_suffix(".new")
        done = run(
            *(tool("go"), "build", "-trimpath", "-o", made, _ACTIONLINT),
            folder=module,
            more=environment,
        )
        if done.returncode != 0:
            raise CannotValidate(f"actionlint could not be built: {done.stderr.strip()}")
        made.replace(kept)
        shutil.rmtree(cache)
    return kept


def _json(text: str, name: str, said: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise CannotValidate(f"{name} did not answer: {said.strip() or text}") from error
