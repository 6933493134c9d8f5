"""Whether every overlay is whole: all processes, jobs apart, names as everybody knows them."""

from collections.abc import Iterator

from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.model import (
    around,
    finding,
    listed,
    namespace_of,
    of_kind,
    workloads,
)
from tools.validate.policies.ports import processes
from tools.validate.renders import Render

JOBS = {"migrate", "topics"}
_CLUSTER_WIDE = {
    "Namespace", "ClusterRole", "ClusterRoleBinding", "ClusterIssuer", "ClusterSecretStore",
    "GatewayClass", "PriorityClass", "StorageClass", "CustomResourceDefinition",
}  # fmt: skip


def processes_are_whole(render: Render) -> Iterator[Finding]:
    """Every process is there once, with an account of its name; the API has a Service."""
    if render.part:
        return
    found = [each.component for each in processes(render)]
    for name in facts.PROCESSES:
        if found.count(name) != 1:
            yield Finding(render.target, "layout", f"{name} is there {found.count(name)} times")
            continue
        service = ("Service",) if name == facts.API else ()  # nobody calls the others
        for kind in ("Deployment", "ServiceAccount", *service):
            if name not in {each["metadata"]["name"] for each in of_kind(render, kind)}:
                yield Finding(render.target, "layout", f"there is no {kind} {name}")


def jobs_are_apart(render: Render) -> Iterator[Finding]:
    """Jobs, whose templates cannot be changed, are not among what is applied again and again."""
    jobs = [each for each in workloads(render) if each.kind == "Job"]
    if render.part != "migrate":
        for each in jobs:
            yield finding(render, each, "layout", "is a Job: it belongs into the folder migrate")
        return
    names = {each.name for each in jobs}
    if "migrate" not in names or names - JOBS:
        yield Finding(render.target, "layout", f"has the jobs {listed(names)}")
    for each in jobs:
        if "activeDeadlineSeconds" not in each.spec or "backoffLimit" not in each.spec:
            what = "has no activeDeadlineSeconds and backoffLimit: it may go on for ever"
            yield finding(render, each, "layout", what)


def one_namespace(render: Render) -> Iterator[Finding]:
    """Everything of ours says the namespace it is in, and the namespace enforces `restricted`."""
    for thing in render.objects:
        if thing["kind"] not in _CLUSTER_WIDE and "namespace" not in thing["metadata"]:
            yield finding(render, thing, "namespace", "does not say its namespace")
    if render.is_combination:
        return
    made = {each["metadata"]["name"]: each for each in around(render, "Namespace")}
    for name in sorted({each.namespace for each in workloads(render)}):
        labels = made.get(name, {}).get("metadata", {}).get("labels", {})
        if labels.get("pod-security.kubernetes.io/enforce") != "restricted":
            yield Finding(render.target, "namespace", f"{name} does not enforce `restricted`")


def unique(render: Render) -> Iterator[Finding]:
    """Nothing is there twice."""
    seen = set()
    for thing in render.objects:
        key = (
            thing["apiVersion"].rpartition("/")[0],
            thing["kind"],
            namespace_of(thing),
            thing["metadata"]["name"],
        )
        if key in seen:
            yield finding(render, thing, "layout", "is there twice")
        seen.add(key)


def nothing_secret(render: Render) -> Iterator[Finding]:
    """No Secret with values is in the tree, but for those of a machine of one's own."""
    if "local" in render.target.split("/") or render.target.startswith("kustomize/tests/"):
        return
    for thing in of_kind(render, "Secret"):
        yield finding(render, thing, "secret", "a Secret with values is in the tree")
