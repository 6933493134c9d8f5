"""What of a namespace is not ready yet, and why, from what kubectl shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

_HOPELESS = {
    "ErrImageNeverPull": "its image is not on the node",
    "InvalidImageName": "its image has no valid name",
    "CreateContainerConfigError": "a Secret or ConfigMap that it names is missing",
}
_CRASHES = 4
"""After so many restarts it will not come by itself: a start that waits for others ends none."""


@dataclass(frozen=True)
class Waiting:
    """A workload that is not ready."""

    name: str
    why: str
    is_hopeless: bool = False
    """Waiting longer will not help."""

    @override
    def __str__(self) -> str:
        return f"{self.name} ({self.why})"


@dataclass(frozen=True)
class Workload:
    """A Deployment or StatefulSet: how many pods it wants, and how many of them are ready."""

    name: str
    wanted: int
    ready: int
    is_settled: bool
    """The newest version runs, and no other."""

    @property
    def is_ready(self) -> bool:
        """Whether everything that it wants is there."""
        return self.is_settled and self.ready >= self.wanted


def workloads(found: Mapping[str, Any]) -> list[Workload]:
    """The Deployments and StatefulSets of a list, by name."""
    made = [
        _workload(item) for item in found["items"] if item["kind"] in ("Deployment", "StatefulSet")
    ]
    return sorted(made, key=lambda each: each.name)


def _workload(item: Mapping[str, Any]) -> Workload:
    wanted = item["spec"].get("replicas", 1)
    status = item.get("status", {})
    seen = status.get("observedGeneration", 0) >= item["metadata"].get("generation", 0)
    updated = status.get("updatedReplicas", 0)
    settled = seen and updated >= wanted and status.get("replicas", 0) <= updated
    ready = status.get("availableReplicas", 0)
    return Workload(item["metadata"]["name"], wanted, ready, is_settled=settled)


def not_ready(found: Mapping[str, Any], names: Sequence[str] | None = None) -> list[Waiting]:
    """What is not ready of the workloads in a list of those and pods; of `names`, if given."""
    pods = [item for item in found["items"] if item["kind"] == "Pod"]
    there = workloads(found)
    missing = [
        Waiting(name, "not there yet")
        for name in names or ()
        if all(each.name != name for each in there)
    ]
    wanted = [each for each in there if not each.is_ready and (not names or each.name in names)]
    return missing + [_why(each, pods) for each in wanted]


def _why(workload: Workload, pods: Sequence[Mapping[str, Any]]) -> Waiting:
    reasons = [
        reason for pod in pods if _belongs(pod, workload.name) for reason in _pod_reasons(pod)
    ]
    hopeless = [why for why, is_hopeless in reasons if is_hopeless]
    if hopeless:
        return Waiting(workload.name, hopeless[0], is_hopeless=True)
    count = f"{workload.ready} of {workload.wanted}"
    whys = [why for why, _ in reasons]
    return Waiting(workload.name, f"{count}, {whys[0]}" if whys else count)


def _belongs(pod: Mapping[str, Any], name: str) -> bool:
    """Ours carry the process as their component, services their name."""
    labels = pod["metadata"].get("labels", {})
    given = labels.get("app.kubernetes.io/component") or labels.get("app.kubernetes.io/name")
    return bool(given == name)


def _pod_reasons(pod: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    status = pod.get("status", {})
    for condition in status.get("conditions", ()):
        if condition["type"] == "PodScheduled" and condition["status"] == "False":
            yield f"no node takes it: {condition.get('message', 'no reason given')}", False
    for container in status.get("containerStatuses", ()):
        waiting = container.get("state", {}).get("waiting", {})
        reason = waiting.get("reason", "")
        if reason in _HOPELESS:
            yield f"{_HOPELESS[reason]}: {waiting.get('message', reason)}", True
        elif reason == "CrashLoopBackOff":
            restarts = container.get("restartCount", 0)
            yield f"crashed {restarts} times", restarts >= _CRASHES
        elif reason:
            yield reason, False


def job_state(found: Mapping[str, Any], name: str) -> str:
    """`complete`, `running`, or `failed: why` of the job in a list."""
    for item in found["items"]:
        if item["kind"] == "Job" and item["metadata"]["name"] == name:
            for condition in item.get("status", {}).get("conditions", ()):
                if condition["status"] == "True" and condition["type"] == "Complete":
                    return "complete"
                if condition["status"] == "True" and condition["type"] == "Failed":
                    return f"failed: {condition.get('message', 'no reason given')}"
    return "running"
