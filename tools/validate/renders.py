"""What Kustomize makes of every overlay, as text and as objects."""

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


@dataclass(frozen=True)
class Render:
    """An overlay and what became of it."""

    target: str
    text: str
    beside: "Render | None" = None
    """What is in the same namespace: for the jobs of an overlay the overlay itself."""

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
    def is_migration(self) -> bool:
        """Whether it holds the Jobs that run before the rest is applied."""
        return Path(self.target).name == "migrate"


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
    overlays = {each.target: each for each in good if not each.is_migration}
    return [_with_overlay(each, overlays) for each in good], bad


def _with_overlay(made: Render, overlays: dict[str, Render]) -> Render:
    overlay = overlays.get(Path(made.target).parent.as_posix())
    return replace(made, beside=overlay) if made.is_migration else made


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
