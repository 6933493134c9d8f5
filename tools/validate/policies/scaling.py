"""Whether what scales a worker fits the partitions it reads, and names topics that there are."""

from collections.abc import Iterator

from shared.events.groups import DEAD_LETTERS_GROUP, GROUPS
from shared.kafka.acls import ROLES
from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.environment import environment_of
from tools.validate.policies.model import (
    Workload,
    finding,
    listed,
    namespace_of,
    of_kind,
    workloads,
)
from tools.validate.renders import Object, Render

_CONSUMED = {role.name: role.consumes for role in ROLES}


def targets(render: Render) -> Iterator[Finding]:
    """What scales is a workload that leaves its number of replicas to it."""
    scaled: dict[tuple[str, str, str], str] = {}
    for thing in of_kind(render, "ScaledObject", "HorizontalPodAutoscaler"):
        target = thing["spec"]["scaleTargetRef"]
        kind, name = target.get("kind", "Deployment"), target["name"]
        key = (namespace_of(thing), kind, name)
        found = _find(render, thing)
        if found is None:
            yield finding(render, thing, "scaling", f"there is no {kind} {name}")
        elif "replicas" in found.spec:
            what = f"{kind} {name} sets replicas, which every apply would reset"
            yield finding(render, thing, "scaling", what)
        if key in scaled:
            what = f"{kind} {name} is scaled by {scaled[key]}, too"
            yield finding(render, thing, "scaling", what)
        scaled[key] = thing["metadata"]["name"]


def bounds(render: Render) -> Iterator[Finding]:
    """At most one consumer a partition, by numbers that spread evenly, and never none."""
    for thing in of_kind(render, "ScaledObject"):
        found = _find(render, thing)
        if found is None or not _kafka_triggers(thing):
            continue
        partitions = facts.partitions(environment_of(render, found))
        spec = thing["spec"]
        most, least = spec.get("maxReplicaCount", 100), spec.get("minReplicaCount", 0)
        if partitions % most:
            what = f"maxReplicaCount is {most}; topics have {partitions} partitions"
            yield finding(render, thing, "scaling", what)
        if least < 1 or most < least:
            yield finding(render, thing, "scaling", f"minReplicaCount is {least}")


def triggers(render: Render) -> Iterator[Finding]:
    """A trigger on lag watches the worker's own group, on all topics that it reads."""
    for thing in of_kind(render, "ScaledObject"):
        found = _find(render, thing)
        if found is None or not _kafka_triggers(thing):
            continue
        prefix = environment_of(render, found).get("RONDEL_KAFKA__TOPIC_PREFIX", "")
        groups = {each.get("consumerGroup") for each in _kafka_triggers(thing)}
        topics = {each.get("topic") for each in _kafka_triggers(thing)}
        if groups != {prefix + found.component}:
            yield finding(render, thing, "scaling", f"watches the groups {listed(groups)}")
        if found.component == DEAD_LETTERS_GROUP and topics <= {None, ""}:
            continue  # all of its group's topics at once
        wanted = {prefix + topic for topic in _CONSUMED.get(found.component, ())}
        if topics - {None} != wanted:
            what = f"watches {listed(topics)}; {found.component} reads {listed(wanted)}"
            yield finding(render, thing, "scaling", what)
        yield from _brokers(render, thing, found)


def _brokers(render: Render, thing: Object, found: Workload) -> Iterator[Finding]:
    own = environment_of(render, found).get("KAFKA_BROKERS", "")
    told = environment_of(render, found)
    given = {
        each.get("bootstrapServers") or told.get(each.get("bootstrapServersFromEnv", ""))
        for each in _kafka_triggers(thing)
    }
    for host in sorted({part.split(":")[0] for each in given for part in str(each).split(",")}):
        if "." not in host:
            what = f"KEDA asks {host} from its own namespace, where nothing is called so"
            yield finding(render, thing, "scaling", what)
    if own and given - {own} and not all(_same_host(str(each), own) for each in given):
        yield finding(render, thing, "scaling", f"asks {listed(given)}, the worker {own}")


def _same_host(one: str, other: str) -> bool:
    """Whether both name the same brokers: KEDA asks from another namespace, by a longer name."""
    pairs = zip(one.split(","), other.split(","), strict=False)
    return one.count(",") == other.count(",") and all(
        a.rsplit(":", 1)[-1] == b.rsplit(":", 1)[-1] and a.split(":")[0].startswith(b.split(":")[0])
        for a, b in pairs
    )


def brokers_are_here(render: Render) -> Iterator[Finding]:
    """Brokers that are named with a namespace are those of the own one."""
    for each in workloads(render):
        for host in environment_of(render, each).get("KAFKA_BROKERS", "").split(","):
            name = host.split(":")[0].removesuffix(".cluster.local")
            if name.endswith(".svc") and not name.endswith(f".{each.namespace}.svc"):
                what = f"asks {host}, which is not of namespace {each.namespace}"
                yield finding(render, each, "scaling", what)


def all_groups_scale(render: Render) -> Iterator[Finding]:
    """Where workers are scaled, every group that handles events is."""
    scaled = {
        found.component
        for thing in of_kind(render, "ScaledObject")
        if (found := _find(render, thing)) is not None
    }
    if scaled:
        for name in sorted(set(GROUPS) - scaled):
            yield Finding(render.target, "scaling", f"nothing scales {name}")


def _find(render: Render, thing: Object) -> Workload | None:
    target = thing["spec"]["scaleTargetRef"]
    for each in workloads(render):
        if (each.kind, each.name) == (target.get("kind", "Deployment"), target["name"]):
            return each if each.namespace == namespace_of(thing) else None
    return None


def _kafka_triggers(thing: Object) -> list[Object]:
    return [each["metadata"] for each in thing["spec"]["triggers"] if each["type"] == "kafka"]
