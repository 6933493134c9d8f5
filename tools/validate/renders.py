"""What Kustomize makes of every overlay, as text and as objects."""

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import ROOT, beside_python, run

Object = dict[str, Any]
_SIDE_BY_SIDE = 2
_COMBINATIONS = "kustomize/tests/"


@dataclass(frozen=True)
class Render:
    """An overlay and what became of it."""

    target: str
    text: str
    beside: "tuple[Render, ...]" = ()
    """What is applied into the same namespace, for what is looked up."""

    @cached_property
    def objects(self) -> list[Object]:
        """Everything in it, in its order.

        Raises:
            CannotValidate: it is no YAML that others can read, too (a bare `=`, for example).
        """
        try:
            loaded = list(yaml.load_all(self.text, Loader=yaml.CSafeLoader))
        except yaml.YAMLError as error:
            raise CannotValidate(f"{self.target} is not readable YAML: {error}") from error
        return [each for each in loaded if each]

    def at(self, thing: Object) -> str:
        """How a finding names an object of it."""
        return f"{self.target} {name_of(thing)}"

    @property
    def part(self) -> str:
        """What of an installation it is: services, migrate, cluster, or the processes: ``."""
        name = Path(self.target).name
        if self.is_combination and name.startswith("services-"):
            return "services"
        return name if name in {"services", "migrate", "cluster"} else ""

    @property
    def is_combination(self) -> bool:
        """Whether it is there to be looked at, and is installed nowhere."""
        return self.target.startswith(_COMBINATIONS)

    @property
    def overlay(self) -> str:
        """The folder of the installation that it is a part of."""
        own = self.target if self.is_combination and self.part == "services" else ""
        return own or self.target.removesuffix(f"/{self.part}")


def name_of(thing: Object) -> str:
    """Kind and name."""
    return f"{thing.get('kind', '?')}/{thing.get('metadata', {}).get('name', '?')}"


def targets(root: Path = ROOT) -> list[str]:
    """Every folder below kustomize/ that can be applied, components aside."""
    return [
        path.parent.relative_to(root).as_posix()
        for path in sorted(root.glob("kustomize/**/kustomization.yaml"))
        if yaml.safe_load(path.read_text()).get("kind", "Kustomization") == "Kustomization"
    ]


def render(target: str, root: Path = ROOT) -> Render:
    """What Kustomize makes of this folder.

    Raises:
        CannotValidate: it makes nothing of it, or says that something is going away.
    """
    done = run(beside_python("kubectl"), "kustomize", target, folder=root)
    if done.returncode != 0 or done.stderr.strip() or not done.stdout.strip():
        said = done.stderr.strip() or "nothing came out"
        raise CannotValidate(f"{target} cannot be rendered: {said}")
    return Render(target, done.stdout)


def render_all(names: Iterable[str], root: Path = ROOT) -> tuple[list[Render], list[Finding]]:
    """The renders of these folders, jobs with their overlay, and what kept others from it."""
    good, bad = [], []
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as pool:
        for target, result in pool.map(lambda name: (name, _tried(name, root)), names):
            if isinstance(result, Render):
                good.append(result)
            else:
                bad.append(Finding(target, "render", str(result)))
    return [replace(each, beside=tuple(_beside(each, good))) for each in good], bad


def _beside(made: Render, others: Iterable[Render]) -> Iterator[Render]:
    """The other parts of its overlay; for a combination any of the services, and back."""
    for each in others:
        ends = {made.part, each.part}
        meet = made.is_combination and each.is_combination and "services" in ends and len(ends) > 1
        if each != made and (meet or each.overlay == made.overlay):
            yield each


def _tried(target: str, root: Path) -> Render | CannotValidate:
    try:
        made = render(target, root)
        made.objects  # noqa: B018 - reads it, which may fail
    except CannotValidate as error:
        return error
    return made


def unused_components(root: Path = ROOT) -> list[Finding]:
    """Components that no overlay and no combination uses: nobody has ever looked at them."""
    used = {path for target in targets(root) for path in _reached(root / target, set())}
    unused = [
        path.parent
        for path in sorted(root.glob("k8s/**/kustomization.yaml"))
        if path.parent not in used
    ]
    what = "no overlay and no combination of kustomize/tests uses it"
    return [Finding(path.relative_to(root).as_posix(), "unused", what) for path in unused]


def unused_files(root: Path = ROOT) -> list[Finding]:
    """Files beside a kustomization that it does not name: somebody meant them to be applied."""
    found = []
    for path in sorted([*root.glob("k8s/**/*"), *root.glob("kustomize/**/*")]):
        own = path.parent / "kustomization.yaml"
        if path.is_file() and own.is_file() and path.name not in {own.name, "README.md"}:
            words = set(re.findall(r"[\w.-]+", own.read_text()))
            if path.name not in words:
                where = path.relative_to(root).as_posix()
                found.append(
                    Finding(where, "unused", "the kustomization beside it does not name it")
                )
    return found


def _reached(folder: Path, seen: set[Path]) -> Iterator[Path]:
    folder = folder.resolve()
    if folder in seen or not (folder / "kustomization.yaml").is_file():
        return
    seen.add(folder)
    yield folder
    said = yaml.safe_load((folder / "kustomization.yaml").read_text())
    for key in ("resources", "components"):
        for each in said.get(key) or ():
            yield from _reached(folder / each, seen)
