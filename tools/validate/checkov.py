"""checkov, over renders, Dockerfiles and Terraform; what it did not read is a finding, too."""

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import HERE, ROOT, run, tool
from tools.validate.renders import Object, Render

_CONFIGS = {
    "terraform": HERE / "checkov-terraform.yaml",
    "dockerfile": HERE / "checkov-dockerfile.yaml",
}
_CONFIG = HERE / "checkov.yaml"
_WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod"}


def check_renders(renders: Iterable[Render]) -> list[Finding]:
    """What checkov has against the objects of these renders, each looked at once."""
    with tempfile.TemporaryDirectory() as room:
        places = dict(_written(renders, Path(room)))
        if not places:
            return []
        results = _run("kubernetes", ["-d", room], Path(room))
    findings = list(_findings(results, places))
    seen = {
        (
            check["file_path"].strip("/"),
            check["resource"].split(".")[0],
            check["resource"].split(".")[-1],
        )
        for result in results
        for kind in ("passed_checks", "failed_checks")
        for check in result["results"][kind]
    }
    for name, (where, thing) in places.items():
        kind = thing["kind"]
        if kind in _WORKLOADS and (name, kind, thing["metadata"]["name"]) not in seen:
            findings.append(Finding(where, "checkov-unread", "checkov did not look at it"))
    return findings


def check_files(framework: str, files: Sequence[str], root: Path = ROOT) -> list[Finding]:
    """What checkov has against these files of a framework (`dockerfile`, `terraform`)."""
    if not files:
        return []
    results = _run(framework, [word for name in files for word in ("-f", name)], root)
    findings = list(_findings(results, {}))
    if not any(result["summary"]["passed"] + result["summary"]["failed"] for result in results):
        findings.append(Finding(", ".join(files), "checkov-unread", "checkov did not look at it"))
    return findings


def _written(renders: Iterable[Render], room: Path) -> Iterator[tuple[str, tuple[str, Object]]]:
    """One file an object: which object it is and where it stands first."""
    seen: set[str] = set()
    for each in renders:
        for thing in each.objects:
            text = json.dumps(thing, sort_keys=True, default=str)
            if text not in seen:
                seen.add(text)
                name = f"{len(seen):04}.yaml"
                (room / name).write_text(yaml.safe_dump(thing))
                yield name, (each.at(thing), thing)


def _run(framework: str, what: Sequence[str], folder: Path) -> list[dict[str, Any]]:
    said = run(
        tool("checkov"),
        *("--framework", framework, "--skip-download", "--compact", "-o", "json"),
        *("--config-file", _CONFIGS.get(framework, _CONFIG), *what),
        folder=folder,
        more={"LOG_LEVEL": "ERROR"},
    )
    try:
        results = json.loads(said.stdout)
    except json.JSONDecodeError as error:
        raise CannotValidate(f"checkov did not answer: {said.stderr.strip()}") from error
    results = results if isinstance(results, list) else [results]
    if any("results" not in result for result in results):
        raise CannotValidate(f"checkov could read nothing of {framework}: {said.stdout.strip()}")
    return results


def _findings(
    results: Iterable[dict[str, Any]], places: dict[str, tuple[str, Object]]
) -> Iterator[Finding]:
    for result in results:
        for check in result["results"]["failed_checks"]:
            path = check["file_path"].strip("/")
            line = (check.get("file_line_range") or [1])[0]
            where = places[path][0] if path in places else f"{path}:{line}"
            yield Finding(where, check["check_id"], f"{check['check_name']} ({check['resource']})")
        for path in result["results"].get("parsing_errors") or ():
            name = Path(path).name
            where = places[name][0] if name in places else path
            yield Finding(where, "checkov-unread", "checkov could not read it")
