"""Objects of a render as the policies look at them. Everything here is pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import Any

from tools.validate.findings import Finding
from tools.validate.renders import Object, Render, name_of

Policy = Callable[[Render], Iterator[Finding]]

_WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"}
OUR_IMAGES = {"api": "rondel-api"}
WORKER_IMAGE = "rondel-worker"
COMPONENT = "app.kubernetes.io/component"


@dataclass(frozen=True)
class Workload:
    """Something that makes pods."""

    thing: Object

    @property
    def kind(self) -> str:
        """Deployment, Job and so on."""
        return str(self.thing["kind"])

    @property
    def name(self) -> str:
        """Its own name."""
        return str(self.thing["metadata"]["name"])

    @property
    def namespace(self) -> str:
        """Where it and its pods are."""
        return namespace_of(self.thing)

    @property
    def spec(self) -> Object:
        """Its own spec."""
        made: Object = self.thing["spec"]
        return made

    @cached_property
    def template(self) -> Object:
        """Metadata and spec of its pods."""
        spec = self.spec
        if self.kind == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        made: Object = spec["template"]
        return made

    @property
    def labels(self) -> dict[str, str]:
        """The labels of its pods."""
        made: dict[str, str] = self.template.get("metadata", {}).get("labels", {})
        return made

    @property
    def pod(self) -> Object:
        """The spec of its pods."""
        made: Object = self.template["spec"]
        return made

    @property
    def containers(self) -> list[Object]:
        """What goes on running in its pods."""
        return list(self.pod["containers"])

    @property
    def all_containers(self) -> list[Object]:
        """Those that end before the others start, too."""
        return [*self.pod.get("initContainers", ()), *self.containers]

    @property
    def component(self) -> str:
        """Which process of ours it is, or whatever else."""
        return self.labels.get(COMPONENT, "")

    @property
    def is_ours(self) -> bool:
        """Whether it runs one of our two images."""
        return any(image_name(c) in {*OUR_IMAGES.values(), WORKER_IMAGE} for c in self.containers)

    @property
    def is_job(self) -> bool:
        """Whether it runs to an end."""
        return self.kind in {"Job", "CronJob"}

    def ports(self, container: Object | None = None) -> dict[str, int]:
        """The ports that its containers name, by name (or number)."""
        chosen = self.containers if container is None else [container]
        return {
            str(port.get("name", port["containerPort"])): int(port["containerPort"])
            for each in chosen
            for port in each.get("ports", ())
        }


def image_name(container: Object) -> str:
    """The last part of an image's name: `rondel-api` of `ghcr.io/x/rondel-api@sha256:...`."""
    bare = str(container.get("image", "")).split("@")[0]
    return PurePosixPath(bare).name.split(":")[0]


def namespace_of(thing: Object) -> str:
    """Where it is; `default` where it does not say."""
    return str(thing["metadata"].get("namespace", "default"))


@lru_cache(maxsize=32)
def workloads(render: Render) -> tuple[Workload, ...]:
    """Everything in it that makes pods."""
    return tuple(Workload(each) for each in render.objects if each["kind"] in _WORKLOADS)


@lru_cache(maxsize=512)
def of_kind(render: Render, *kinds: str) -> tuple[Object, ...]:
    """The objects of these kinds."""
    return tuple(each for each in render.objects if each["kind"] in kinds)


def names_of(render: Render, kind: str, namespace: str) -> set[str]:
    """The names of all of a kind in a namespace."""
    return {
        each["metadata"]["name"]
        for each in of_kind(render, kind)
        if namespace_of(each) == namespace
    }


def selects(selector: Object, labels: dict[str, str]) -> bool:
    """Whether a label selector (not a Service's bare map) takes what has these labels."""
    wanted = selector.get("matchLabels") or {}
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    return all(_holds(each, labels) for each in selector.get("matchExpressions") or ())


def _holds(expression: Object, labels: dict[str, str]) -> bool:
    value = labels.get(expression["key"])
    match expression["operator"]:
        case "In":
            return value in expression["values"]
        case "NotIn":
            return value not in expression["values"]
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
        case other:
            raise ValueError(f"no operator of selectors is called {other}")


def matched(render: Render, selector: Object, namespace: str) -> list[Workload]:
    """The workloads of that namespace whose pods the selector takes, those beside it included."""
    others = (each for other in render.beside for each in workloads(other))
    return [
        each
        for each in (*workloads(render), *others)
        if each.namespace == namespace and selects(selector, each.labels)
    ]


_ORDER = ("services", "migrate", "")
"""In which order the parts of an installation are applied."""


def policies_around(render: Render) -> tuple[Object, ...]:
    """The network policies that its pods live under in the end."""
    return _applied((render, *render.beside), render)


def policies_so_far(render: Render) -> tuple[Object, ...]:
    """Those that its pods live under from their first moment: what comes later does not count."""
    before = [each for each in render.beside if _place(each) < _place(render)]
    return _applied((*before, render), render)


def _applied(parts: Iterable[Render], render: Render) -> tuple[Object, ...]:
    """Of two with one name the one that is applied later is left."""
    found: dict[object, Object] = {}
    for part in sorted(parts, key=_place):
        for thing in of_kind(part, "NetworkPolicy"):
            # A combination has several services beside it, of which an installation has one.
            apart = part.target if render.is_combination else ""
            found[apart, namespace_of(thing), thing["metadata"]["name"]] = thing
    return tuple(found.values())


def _place(render: Render) -> int:
    return _ORDER.index(render.part) if render.part in _ORDER else len(_ORDER)


def around(render: Render, *kinds: str) -> tuple[Object, ...]:
    """The objects of these kinds in it and beside it."""
    return tuple(each for one in (render, *render.beside) for each in of_kind(one, *kinds))


def finding(render: Render, thing: Object | Workload, rule: str, what: str) -> Finding:
    """Something is wrong with this object."""
    bare = thing.thing if isinstance(thing, Workload) else thing
    return Finding(f"{render.target} {name_of(bare)}", rule, what)


def listed(names: Iterable[Any]) -> str:
    """For people."""
    return ", ".join(sorted(map(str, names))) or "none"
