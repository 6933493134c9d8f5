"""Whether a new version comes without a gap, and an old one can come back."""

from collections.abc import Iterator

from shared.events.groups import GROUPS
from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.environment import environment_of
from tools.validate.policies.model import (
    WORKER_IMAGE,
    finding,
    image_name,
    listed,
    of_kind,
    workloads,
)
from tools.validate.policies.ports import processes
from tools.validate.renders import Object, Render

_USUAL_HISTORY = 10
LEAST_HISTORY = 2
LEAST_START_SECONDS = 30
LEAST_LIVENESS_SECONDS = 30
LEAST_DRAIN_SECONDS = 5
_JOBS = {"migrate": ["migrate"], "topics": ["topics", "apply"]}
_OF_TOPICS = (
    "KAFKA_BROKERS",
    "RONDEL_KAFKA__PARTITIONS",
    "RONDEL_KAFKA__TOPIC_PREFIX",
    "RONDEL_KAFKA__REPLICATION_FACTOR",
    "RONDEL_KAFKA__SECURITY_PROTOCOL",
)
_READING = {"get", "list", "watch"}


def no_gap(render: Render) -> Iterator[Finding]:
    """A process is replaced by one that is ready, and the revision before it is kept."""
    for each in processes(render):
        spec = each.spec
        rolling = spec.get("strategy", {}).get("rollingUpdate", {})
        if spec.get("strategy", {}).get("type", "RollingUpdate") != "RollingUpdate" or (
            rolling.get("maxUnavailable", "25%") not in {0, "0", "0%"}
        ):
            yield finding(
                render, each, "rollout", "takes an old pod away before a new one is there"
            )
        if spec.get("revisionHistoryLimit", _USUAL_HISTORY) < LEAST_HISTORY:
            yield finding(render, each, "rollout", "keeps no revision that it could go back to")
        if spec.get("replicas", 1) < 1:
            yield finding(render, each, "rollout", "has no pod")


def patient_probes(render: Render) -> Iterator[Finding]:
    """A process is not killed because it starts or answers slowly."""
    for each in processes(render):
        container = each.containers[0]
        start = container.get("startupProbe")
        if start is None or _patience(start) < LEAST_START_SECONDS:
            what = f"has less than {LEAST_START_SECONDS} s to start before it is killed"
            yield finding(render, each, "rollout", what)
        if _patience(container.get("livenessProbe", {})) < LEAST_LIVENESS_SECONDS:
            what = f"is killed when it is silent for less than {LEAST_LIVENESS_SECONDS} s"
            yield finding(render, each, "rollout", what)


def leaves_after_its_callers(render: Render) -> Iterator[Finding]:
    """The API goes on answering until nobody sends it requests any more."""
    for each in (each for each in processes(render) if each.component == facts.API):
        hook = each.containers[0].get("lifecycle", {}).get("preStop", {}).get("sleep", {})
        if hook.get("seconds", 0) < LEAST_DRAIN_SECONDS:
            yield finding(render, each, "rollout", "stops while requests are still sent to it")


def jobs_fit(render: Render) -> Iterator[Finding]:
    """Jobs do what they are named after, in the image that the workers then run."""
    others = [each for one in render.beside if not one.part for each in processes(one)]
    containers = [container for each in others for container in each.containers]
    workers = {c["image"] for c in containers if image_name(c) == WORKER_IMAGE}
    for each in (each for each in workloads(render) if each.kind == "Job" and each.is_ours):
        container = each.containers[0]
        if image_name(container) != WORKER_IMAGE or container.get("command"):
            yield finding(render, each, "job", "does not run the workers' image as it is")
        elif workers and not render.is_combination and container["image"] not in workers:
            yield finding(render, each, "job", f"runs {container['image']}, the workers another")
        if container.get("args") != _JOBS.get(each.component):
            yield finding(render, each, "job", f"runs {container.get('args')}")
        if "podFailurePolicy" in each.spec and each.pod.get("restartPolicy") != "Never":
            what = "has a podFailurePolicy, for which restartPolicy has to be Never"
            yield finding(render, each, "job", what)


def jobs_know_the_same(render: Render) -> Iterator[Finding]:
    """Topics are made as the processes expect them, in the Kafka that they use."""
    others = [(one, each) for one in render.beside if not one.part for each in processes(one)]
    for each in (each for each in workloads(render) if each.kind == "Job" and each.is_ours):
        told = environment_of(render, each)
        if each.component == "migrate" and not {"DATABASE_URL", "DATABASE_URL_FILE"} & set(told):
            yield finding(render, each, "job", "is told of no database")
        for one, process in others if each.component == "topics" else ():
            uses = environment_of(one, process)
            apart = [name for name in _OF_TOPICS if told.get(name) != uses.get(name)]
            if process.component in GROUPS and apart and not render.is_combination:
                what = f"is told other {listed(apart)} than {process.name}"
                yield finding(render, each, "job", what)


def files_can_be_read(render: Render) -> Iterator[Finding]:
    """Who does not run as root reads a mounted Secret by its group, which fsGroup makes."""
    for each in workloads(render):
        for volume in each.pod.get("volumes", ()):
            mode = volume.get("secret", {}).get("defaultMode", 0o644)
            group = each.pod.get("securityContext", {}).get("fsGroup")
            if mode & 0o004 or (mode & 0o040 and group is not None):
                continue
            what = f"cannot read the files of the volume {volume['name']} ({mode:o}, no fsGroup)"
            yield finding(render, each, "secret", what)


def rooms_have_limits(render: Render) -> Iterator[Finding]:
    """An emptyDir fills no node."""
    for each in workloads(render):
        for volume in each.pod.get("volumes", ()):
            if "emptyDir" in volume and "sizeLimit" not in (volume["emptyDir"] or {}):
                what = f"the volume {volume['name']} may take the whole disk of the node"
                yield finding(render, each, "resources", what)


def no_rights(render: Render) -> Iterator[Finding]:
    """In the cluster itself nobody of ours may do more than look at pods."""
    for thing in of_kind(render, "ClusterRole", "ClusterRoleBinding"):
        yield finding(render, thing, "rights", "reaches beyond the namespace")
    for thing in of_kind(render, "Role"):
        for rule in thing.get("rules") or ():
            if set(rule.get("resources", ())) - {"pods"} or set(rule["verbs"]) - _READING:
                yield finding(render, thing, "rights", "may do more than look at pods")
    for thing in of_kind(render, "RoleBinding"):
        if thing["roleRef"]["kind"] != "Role":
            yield finding(render, thing, "rights", "gives a role that is not in the namespace")


def _patience(probe: Object) -> int:
    return int(probe.get("periodSeconds", 10)) * int(probe.get("failureThreshold", 3))
