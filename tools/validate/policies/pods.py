"""Whether pods run with the rights, the limits and the images that they should."""

import re
from collections.abc import Iterator

from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.environment import environment_of
from tools.validate.policies.model import (
    COMPONENT,
    OUR_IMAGES,
    WORKER_IMAGE,
    finding,
    image_name,
    listed,
    workloads,
)
from tools.validate.policies.ports import processes
from tools.validate.renders import Object, Render

WRITES_ITS_ROOT = {
    "kafka": "the image writes its settings below /opt/kafka/config",
}
"""Containers whose root file system cannot be read-only, and why."""

TALKS_TO_KUBERNETES = {
    "prometheus": "finds its targets there",
}
"""Workloads whose pods get a token of their service account, and why."""

OUR_USER = 10001
STOP_MARGIN_SECONDS = 5
_VOLUMES = {
    "configMap", "secret", "emptyDir", "projected", "persistentVolumeClaim", "downwardAPI",
    "ephemeral", "csi",
}  # fmt: skip
_PINNED = re.compile(r"(:[\w][\w.-]*)?@sha256:[0-9a-f]{64}$|:[\w][\w.-]*$")
_UNITS = {"": 1, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "m": 0.001, "k": 1e3, "M": 1e6, "G": 1e9}


def restricted(render: Render) -> Iterator[Finding]:
    """Every pod would be let in by Pod Security's `restricted`."""
    for each in workloads(render):
        pod = each.pod
        for key in ("hostNetwork", "hostPID", "hostIPC"):
            if pod.get(key):
                yield finding(render, each, "restricted", f"{key} is on")
        for volume in pod.get("volumes", ()):
            kinds = set(volume) - {"name"}
            if not kinds <= _VOLUMES:
                yield finding(render, each, "restricted", f"has a volume of {listed(kinds)}")
        for container in each.all_containers:
            for what in _unrestricted(pod.get("securityContext", {}), container):
                yield finding(render, each, "restricted", f"{container['name']}: {what}")


def _unrestricted(pod: Object, container: Object) -> Iterator[str]:
    own = container.get("securityContext", {})
    both = {**pod, **own}
    if both.get("runAsNonRoot") is not True:
        yield "runAsNonRoot is not set"
    if both.get("runAsUser") == 0:
        yield "runs as root"
    if both.get("seccompProfile", {}).get("type") not in {"RuntimeDefault", "Localhost"}:
        yield "has no seccomp profile"
    if own.get("allowPrivilegeEscalation") is not False:
        yield "allowPrivilegeEscalation is not false"
    if own.get("privileged"):
        yield "is privileged"
    if own.get("capabilities", {}).get("drop") != ["ALL"]:
        yield "keeps capabilities"
    if set(own.get("capabilities", {}).get("add", ())) - {"NET_BIND_SERVICE"}:
        yield "adds capabilities"
    if any("hostPort" in port for port in container.get("ports", ())):
        yield "takes a port of the node"


def read_only_roots(render: Render) -> Iterator[Finding]:
    """Nothing writes beside its volumes; what has to is on a list, with its reason."""
    for each in workloads(render):
        for container in each.all_containers:
            own = container.get("securityContext", {})
            if own.get("readOnlyRootFilesystem") is True or container["name"] in WRITES_ITS_ROOT:
                continue
            what = f"{container['name']}: readOnlyRootFilesystem is not true"
            yield finding(render, each, "read-only", what)


def tokens(render: Render) -> Iterator[Finding]:
    """No pod has a token for Kubernetes, but those that speak to it."""
    for each in workloads(render):
        given = each.pod.get("automountServiceAccountToken")
        if given is not False and each.name not in TALKS_TO_KUBERNETES:
            yield finding(render, each, "token", "automountServiceAccountToken is not false")


def images(render: Render) -> Iterator[Finding]:
    """Images are pinned, and our processes run our two."""
    for each in workloads(render):
        for container in each.all_containers:
            image = str(container.get("image", ""))
            if not _PINNED.search(image) or image.endswith(":latest"):
                yield finding(render, each, "image", f"{image} is not pinned")
        expected = OUR_IMAGES.get(each.component, WORKER_IMAGE)
        used = {image_name(container) for container in each.containers}
        if each.component in facts.PROCESSES and used != {expected}:
            yield finding(render, each, "image", f"runs {listed(used)}, not {expected}")


def resources(render: Render) -> Iterator[Finding]:
    """Every container says what it needs, has a limit of memory and none of processor time."""
    for each in workloads(render):
        for container in each.all_containers:
            given = container.get("resources", {})
            requests, limits = given.get("requests", {}), given.get("limits", {})
            name = container["name"]
            for what in sorted({"cpu", "memory"} - set(requests)):
                yield finding(render, each, "resources", f"{name} requests no {what}")
            if "memory" not in limits:
                yield finding(render, each, "resources", f"{name} has no limit of memory")
            elif quantity(limits["memory"]) < quantity(requests.get("memory", 0)):
                yield finding(render, each, "resources", f"{name} may have less than it requests")
            if "cpu" in limits:
                what = f"{name} has a limit of processor time, which stalls it"
                yield finding(render, each, "resources", what)


def ours(render: Render) -> Iterator[Finding]:
    """Pods of our images have their user, a place to write, and the names of their process."""
    for each in (each for each in workloads(render) if each.is_ours):
        container = each.containers[0]
        user = {**each.pod.get("securityContext", {}), **container.get("securityContext", {})}
        if user.get("runAsUser", OUR_USER) != OUR_USER:
            yield finding(render, each, "ours", f"runs as {user['runAsUser']}, not {OUR_USER}")
        mounts = {m["mountPath"]: m["name"] for m in container.get("volumeMounts", ())}
        empty = {v["name"] for v in each.pod.get("volumes", ()) if "emptyDir" in v}
        if mounts.get("/tmp") not in empty:  # noqa: S108 - the path in the container
            yield finding(render, each, "ours", "has no emptyDir at /tmp")
        if each.pod.get("enableServiceLinks") is not False:
            yield finding(render, each, "ours", "enableServiceLinks is not false")
        if each.component in facts.PROCESSES:
            names = {each.name, each.pod.get("serviceAccountName"), container["name"]}
            if names != {each.component}:
                what = f"is called {listed(names)}, not {each.component} throughout"
                yield finding(render, each, "ours", what)
        if environment_of(render, each).get("RONDEL_HTTP__HOST") != "0.0.0.0" and (  # noqa: S104 - in a pod
            not each.is_job
        ):
            yield finding(render, each, "ours", "listens on its own loopback only")


def runs_itself(render: Render) -> Iterator[Finding]:
    """A worker's pod runs the worker that it is named after."""
    for each in processes(render):
        container = each.containers[0]
        words = [*container.get("command", ()), *container.get("args", ())]
        named = {w.removeprefix("workers.") for w in words} & set(facts.PROCESSES)
        if container.get("command"):  # a shell would not hand signals on
            yield finding(render, each, "ours", "has a command in place of the image's own")
        if each.component != facts.API and named != {each.component}:
            yield finding(render, each, "ours", f"runs {listed(named)}, not {each.component}")


def stops_in_time(render: Render) -> Iterator[Finding]:
    """A process has more time to stop than it takes, with what it waits for before."""
    for each in processes(render):
        drain = facts.drain_seconds(each.component, environment_of(render, each))
        hook = each.containers[0].get("lifecycle", {}).get("preStop", {}).get("sleep", {})
        needed = drain + hook.get("seconds", 0) + STOP_MARGIN_SECONDS
        given = each.pod.get("terminationGracePeriodSeconds", 30)
        if given < needed:
            what = f"has {given} s to stop and needs {needed:g}"
            yield finding(render, each, "stop", what)


def labelled(render: Render) -> Iterator[Finding]:
    """Every pod says what it is and what it is part of."""
    for each in workloads(render):
        for name in ("app.kubernetes.io/name", COMPONENT, "app.kubernetes.io/part-of"):
            if name not in each.labels and (each.is_ours or name.endswith("/name")):
                yield finding(render, each, "label", f"its pods have no {name}")
        if each.is_ours and each.labels.get("app.kubernetes.io/name") != "rondel":
            yield finding(render, each, "label", "its pods are not named rondel")


def quantity(text: object) -> float:
    """A quantity as a number: bytes, cores.

    >>> quantity("1Gi") == 2**30, quantity("200m"), quantity(2)
    (True, 0.2, 2.0)
    """
    found = re.fullmatch(r"([0-9.]+)([a-zA-Z]*)", str(text))
    assert found, f"{text} is no quantity"
    return float(found[1]) * _UNITS[found[2]]
