"""Whether Strimzi's users may do exactly what the catalogue of events says."""

from collections.abc import Iterable, Iterator

from shared.core.settings import KafkaSettings
from shared.kafka.acls import ROLES, acls
from shared.kafka.topology import wanted_topics
from tools.validate.findings import Finding
from tools.validate.policies.environment import environment_of
from tools.validate.policies.model import around, finding, listed, of_kind
from tools.validate.policies.ports import processes
from tools.validate.renders import Object, Render

_CLUSTER = "strimzi.io/cluster"
Right = tuple[str, str, tuple[str, ...]]
OTHER_USERS = {"rondel-keda": "reads the lag for KEDA: Describe alone"}


def users(render: Render) -> Iterator[Finding]:
    """Each process's user has the rights of the catalogue, no more and no less."""
    found = of_kind(render, "KafkaUser")
    if not found:  # of a Kafka elsewhere
        return
    wanted: dict[str, set[Right]] = {f"rondel-{role.name}": set() for role in ROLES}
    for acl in acls(_settings(render)):
        wanted[acl.user].add((acl.resource_type, acl.resource, acl.operations))
    given = {thing["metadata"]["name"]: thing for thing in found}
    needed = {name for name, rights in wanted.items() if rights}
    for name in sorted(needed - set(given)):
        yield Finding(render.target, "kafka", f"there is no KafkaUser {name}")
    for name, thing in given.items():
        has = set(_rights(thing))
        if name in OTHER_USERS:
            more = {right for right in has if right[2] != ("Describe",)}
            if more:
                yield finding(render, thing, "kafka", f"may do more than Describe: {listed(more)}")
        elif name not in wanted:
            yield finding(render, thing, "kafka", "no process of ours is called so")
        elif has != wanted[name]:
            more, less = listed(has - wanted[name]), listed(wanted[name] - has)
            what = f"may, beyond the catalogue: {more}; may not, against it: {less}"
            yield finding(render, thing, "kafka", what)


def clusters(render: Render) -> Iterator[Finding]:
    """Users, topics and node pools belong to a Kafka that is there."""
    kafkas = {each["metadata"]["name"] for each in of_kind(render, "Kafka")}
    for thing in of_kind(render, "KafkaUser", "KafkaTopic", "KafkaNodePool"):
        cluster = thing["metadata"].get("labels", {}).get(_CLUSTER)
        if cluster not in kafkas:
            yield finding(render, thing, "kafka", f"there is no Kafka {cluster}")


def closed(render: Render) -> Iterator[Finding]:
    """Who comes to Kafka is known and held to rights, and its data outlives a mistake."""
    for thing in of_kind(render, "Kafka"):
        spec = thing["spec"]["kafka"]
        for listener in spec.get("listeners", ()):
            if not listener.get("tls") or "authentication" not in listener:
                what = f"the listener {listener['name']} lets anybody in, or in plain text"
                yield finding(render, thing, "kafka", what)
            peers = listener.get("networkPolicyPeers")
            if peers is not None and around(render, "ScaledObject") and not _lets_keda_in(peers):
                yield finding(render, thing, "kafka", "KEDA cannot ask how far groups are behind")
        if "authorization" not in spec:
            yield finding(render, thing, "kafka", "whoever comes in may do everything")
    for thing in of_kind(render, "KafkaNodePool"):
        storage = thing["spec"].get("storage", {})
        if any(each.get("deleteClaim") for each in (storage, *storage.get("volumes", ()))):
            yield finding(render, thing, "kafka", "its data goes when it is deleted")


def _lets_keda_in(peers: Iterable[Object]) -> bool:
    selectors = [each.get("namespaceSelector", {}).get("matchLabels", {}) for each in peers]
    return "keda" in {value for labels in selectors for value in labels.values()}


def topics(render: Render) -> Iterator[Finding]:
    """Topics that are resources are those of the catalogue, cut as it says."""
    found = of_kind(render, "KafkaTopic")
    if not found:
        return
    settings = _settings(render)
    wanted = {
        settings.topic_prefix + name: topic.partitions
        for name, topic in wanted_topics(settings).items()
    }
    given = {
        each["spec"].get("topicName", each["metadata"]["name"]): each["spec"].get("partitions")
        for each in found
    }
    if given != wanted:
        more, less = listed(set(given) - set(wanted)), listed(set(wanted) - set(given))
        cut = listed(n for n in set(given) & set(wanted) if given[n] != wanted[n])
        what = f"topics beyond the catalogue: {more}; missing: {less}; cut otherwise: {cut}"
        yield Finding(render.target, "kafka", what)


def replicas(render: Render) -> Iterator[Finding]:
    """A Kafka has no fewer nodes than its topics have replicas."""
    for thing in of_kind(render, "Kafka"):
        nodes = sum(
            pool["spec"]["replicas"]
            for pool in of_kind(render, "KafkaNodePool")
            if "broker" in pool["spec"]["roles"]
        )
        wanted = _settings(render).replication_factor
        given = thing["spec"]["kafka"].get("config", {})
        for name in ("default.replication.factor", "offsets.topic.replication.factor"):
            if int(given.get(name, 1)) > nodes:
                yield finding(render, thing, "kafka", f"{name} is more than its {nodes} nodes")
        least = int(given.get("min.insync.replicas", 1))
        if least >= nodes > 1:
            what = f"nothing is written while one of {nodes} nodes is away (min.insync.replicas)"
            yield finding(render, thing, "kafka", what)
        if wanted > nodes:
            what = f"topics have {wanted} replicas, there are {nodes} nodes"
            yield finding(render, thing, "kafka", what)


def _settings(render: Render) -> KafkaSettings:
    everything = (render, *render.beside)
    told = next((environment_of(one, each) for one in everything for each in processes(one)), {})
    names = {
        "partitions": "RONDEL_KAFKA__PARTITIONS",
        "topic_prefix": "RONDEL_KAFKA__TOPIC_PREFIX",
        "replication_factor": "RONDEL_KAFKA__REPLICATION_FACTOR",
    }
    given = {name: told[variable] for name, variable in names.items() if variable in told}
    return KafkaSettings.model_validate({"brokers": "kafka:9092", **given})


def _rights(thing: Object) -> Iterator[Right]:
    for each in thing["spec"].get("authorization", {}).get("acls", ()):
        resource = each["resource"]
        if resource.get("patternType", "literal") != "literal":
            yield resource["type"], f"{resource['name']}*", tuple(sorted(each["operations"]))
        else:
            yield resource["type"], resource["name"], tuple(sorted(each["operations"]))
