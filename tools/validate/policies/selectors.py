"""Whether every selector takes exactly the pods that it is meant for."""

from collections.abc import Iterator

from tools.validate.findings import Finding
from tools.validate.policies.facts import PROCESSES
from tools.validate.policies.model import (
    Workload,
    finding,
    listed,
    matched,
    namespace_of,
    of_kind,
    selects,
    workloads,
)
from tools.validate.renders import Object, Render

# Labels of pods that an operator or another render makes; not in any render of ours.
ELSEWHERE = ("strimzi.io/", "cnpg.io/", "acme.cert-manager.io/", "gateway.networking.k8s.io/")
MAY_BE_ELSEWHERE = {"grafana", "prometheus"}
"""Who may be a cluster's own, in a namespace of its own, and not among the pods here."""
JOBS = {"migrate", "topics"}


def services(render: Render) -> Iterator[Finding]:
    """A Service leads to the pods of one workload; that of a process to this process."""
    for thing in of_kind(render, "Service"):
        selector = thing["spec"].get("selector")
        if selector is None:
            continue
        found = matched(render, {"matchLabels": selector}, namespace_of(thing))
        yield from _one(render, thing, found)


def disruption_budgets(render: Render) -> Iterator[Finding]:
    """A budget is for one workload, and for one that can lose a pod."""
    for thing in of_kind(render, "PodDisruptionBudget"):
        found = matched(render, thing["spec"]["selector"], namespace_of(thing))
        yield from _one(render, thing, found)
        for each in found:
            if each.kind == "StatefulSet" and each.spec.get("replicas", 1) == 1:
                what = f"{each.name} has one replica: its node could never be drained"
                yield finding(render, thing, "pdb-blocks-drain", what)
            elif _pods_left(each, _least(render), thing["spec"]) < 1:
                what = f"{each.name} can lose no pod: a node with one could never be drained"
                yield finding(render, thing, "pdb-blocks-drain", what)
    guarded = {each["metadata"]["name"] for each in of_kind(render, "PodDisruptionBudget")}
    for each in workloads(render):
        if each.name in PROCESSES and each.kind == "Deployment" and each.name not in guarded:
            what = "has no budget: a drain may take all of its pods at once"
            yield finding(render, each, "pdb-missing", what)


def _least(render: Render) -> dict[str, int]:
    """How few pods there are of what is scaled."""
    return {
        each["spec"]["scaleTargetRef"]["name"]: each["spec"].get("minReplicaCount", 0)
        for each in of_kind(render, "ScaledObject")
    }


def _pods_left(workload: Workload, scaled: dict[str, int], budget: Object) -> int:
    """How many pods a drain may take at least at any time, by this budget."""
    pods = scaled.get(workload.name, int(workload.spec.get("replicas", 1)))
    if "maxUnavailable" in budget:
        return _of(budget["maxUnavailable"], pods)
    return pods - _of(budget.get("minAvailable", 0), pods)


def _of(value: int | str, whole: int) -> int:
    """A number, or a share of the whole, rounded up as Kubernetes does."""
    text = str(value)
    return -(-int(text[:-1]) * whole // 100) if text.endswith("%") else int(text)


def workload_selectors(render: Render) -> Iterator[Finding]:
    """A workload owns its own pods and no other's."""
    for each in workloads(render):
        selector = each.spec.get("selector")
        if selector is None or each.is_job:
            continue
        if not selects(selector, each.labels):
            yield finding(render, each, "selector", "does not select its own pods")
        others = [o.name for o in matched(render, selector, each.namespace) if o != each]
        if others:
            yield finding(render, each, "selector", f"also selects pods of {listed(others)}")


def network_policies(render: Render) -> Iterator[Finding]:
    """A network policy is for pods that there are, and lets pods in and out that there are."""
    for thing in of_kind(render, "NetworkPolicy"):
        namespace = namespace_of(thing)
        yield from _exist(render, thing, thing["spec"].get("podSelector", {}), namespace)
        for direction, key in (("ingress", "from"), ("egress", "to")):
            for rule in thing["spec"].get(direction) or ():
                for peer in rule.get(key) or ():
                    own = "podSelector" in peer and "namespaceSelector" not in peer
                    words = peer.get("podSelector", {}).get("matchLabels", {})
                    if own and not (render.is_combination or MAY_BE_ELSEWHERE & {*words.values()}):
                        yield from _exist(render, thing, peer["podSelector"], namespace)


def spread(render: Render) -> Iterator[Finding]:
    """What pods keep away from, or spread over, is themselves."""
    for each in workloads(render):
        for constraint in each.pod.get("topologySpreadConstraints", ()):
            if not selects(constraint.get("labelSelector", {}), each.labels):
                yield finding(render, each, "spread", "spreads over pods that are not its own")


def _one(render: Render, thing: Object, found: list[Workload]) -> Iterator[Finding]:
    names = {each.name for each in found if not each.is_job}
    name = thing["metadata"]["name"]
    if len(names) != 1:
        yield finding(render, thing, "selector", f"selects pods of {listed(names)}, not of one")
    elif name in PROCESSES and names != {name}:
        yield finding(render, thing, "selector", f"selects the pods of {listed(names)}")
    jobs = {each.name for each in found if each.is_job}
    if jobs:
        yield finding(render, thing, "selector", f"also selects pods of jobs: {listed(jobs)}")


def _exist(render: Render, thing: Object, selector: Object, namespace: str) -> Iterator[Finding]:
    if not selector or matched(render, selector, namespace):
        return
    words = dict(selector.get("matchLabels") or {})
    for each in selector.get("matchExpressions") or ():
        words[each["key"]] = "|".join(each.get("values", ()))
    is_job = JOBS & {part for value in words.values() for part in value.split("|")}
    if not is_job and not any(key.startswith(ELSEWHERE) for key in words):
        shown = listed(f"{key}={value}" for key, value in words.items())
        yield finding(render, thing, "selector", f"no pod has {shown}")
