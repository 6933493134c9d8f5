"""promtool and amtool over what Prometheus and Alertmanager would read in the cluster.

The files are laid out as the containers mount them, so that one that nobody mounts is found, too.
Debian's promtool knows no `kubernetes_sd_configs`: they are taken out of the copy that it gets, and
the rest of their jobs is checked as jobs without targets.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import run
from tools.validate.renders import Object, Render

_FLAG = "--config.file="
_DISCOVERY = "kubernetes_sd_configs"
_PACKAGES = "prometheus prometheus-alertmanager"


def check_monitoring(renders: Iterable[Render]) -> tuple[int, list[Finding]]:
    """How many settings and rule files there are, and what is wrong with them."""
    count, findings = 0, []
    for each in renders:
        for thing in each.objects:
            for checked in _checks(each, thing):
                count += 1
                findings += checked
    return count, findings


def _checks(each: Render, thing: Object) -> Iterator[list[Finding]]:
    where = each.at(thing)
    if thing["kind"] == "PrometheusRule":
        yield list(_rules(where, thing["spec"]))
    if thing["kind"] not in {"Deployment", "StatefulSet"}:
        return
    pod = thing["spec"]["template"]["spec"]
    for container in pod["containers"]:
        words = [*container.get("command", ()), *container.get("args", ())]
        config = next((w.removeprefix(_FLAG) for w in words if w.startswith(_FLAG)), None)
        if config is not None:
            with tempfile.TemporaryDirectory() as room:
                lay_out(each.objects, pod, container, Path(room))
                yield list(_settings(where, config, Path(room)))


def lay_out(objects: Iterable[Object], pod: Object, container: Object, room: Path) -> None:
    """Below `room` is what this container finds below /, as far as ConfigMaps give it."""
    maps = {
        thing["metadata"]["name"]: thing["data"]
        for thing in objects
        if thing["kind"] == "ConfigMap" and "data" in thing
    }
    volumes = {volume["name"]: volume for volume in pod.get("volumes", ())}
    for mount in container.get("volumeMounts", ()):
        for source in _sources(volumes.get(mount["name"], {})):
            data = maps.get(source.get("name", ""), {})
            names = {item["key"]: item["path"] for item in source.get("items", ())}
            for key, text in data.items():
                name = names.get(key) if names else key
                if name is None or mount.get("subPath") not in {None, name}:
                    continue
                inside = mount["mountPath"].strip("/")
                path = room / inside if mount.get("subPath") else room / inside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)


def _sources(volume: Object) -> Iterator[Object]:
    if "configMap" in volume:
        yield volume["configMap"]
    for source in volume.get("projected", {}).get("sources", ()):
        if "configMap" in source:
            yield source["configMap"]


def _settings(where: str, config: str, room: Path) -> Iterator[Finding]:
    path = room / config.strip("/")
    if not path.is_file():
        yield Finding(where, "config-missing", f"no ConfigMap gives it {config}")
        return
    settings = yaml.safe_load(path.read_text())
    is_prometheus = "scrape_configs" in settings
    for pattern in settings.get("rule_files" if is_prometheus else "templates") or ():
        whole = pattern if pattern.startswith("/") else f"{Path(config).parent}/{pattern}"
        if not list(room.glob(whole.strip("/"))):
            yield Finding(where, "config-missing", f"no file is at {pattern}")
    path.write_text(yaml.safe_dump(_within(_without_discovery(settings), room)))
    tool, command = ("promtool", "check config") if is_prometheus else ("amtool", "check-config")
    yield from _said(where, tool, *command.split(), str(path))


def _without_discovery(settings: dict[str, Any]) -> dict[str, Any]:
    def bare(part: Any) -> Any:
        return {key: value for key, value in part.items() if key != _DISCOVERY}

    made = dict(settings)
    if "scrape_configs" in made:
        made["scrape_configs"] = [bare(job) for job in made["scrape_configs"]]
    alerting = made.get("alerting", {})
    if "alertmanagers" in alerting:
        made["alerting"] = {**alerting, "alertmanagers": list(map(bare, alerting["alertmanagers"]))}
    return made


def _within(settings: Any, room: Path) -> Any:
    """The absolute patterns of files, as they are below `room`."""
    made = dict(settings)
    for key in ("rule_files", "templates"):
        if key in made:
            made[key] = [f"{room}{p}" if p.startswith("/") else p for p in made[key]]
    return made


def _rules(where: str, spec: Any) -> Iterator[Finding]:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "rules.yaml"
        path.write_text(yaml.safe_dump(spec))
        yield from _said(where, "promtool", "check", "rules", str(path))


def _said(where: str, name: str, *arguments: str) -> Iterator[Finding]:
    found = shutil.which(name)
    if found is None:
        raise CannotValidate(f"{name} is not on the PATH. On Debian: apt-get install {_PACKAGES}")
    done = run(found, *arguments)
    if done.returncode != 0:
        said = " ".join(f"{done.stdout} {done.stderr}".split())
        yield Finding(where, name, said[said.find("FAILED") :] if "FAILED" in said else said)
