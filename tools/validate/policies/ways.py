"""Whether pods are let out to what their settings name, from the moment that they are applied."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from shared.core.egress import FIRST_FREE_PORT, WELL_KNOWN_PORTS
from shared.core.settings import KafkaSettings, SmtpSettings
from shared.kafka.acls import acls
from tools.validate.findings import Finding
from tools.validate.policies import facts
from tools.validate.policies.environment import SAID_BY_OVERLAYS, environment_of
from tools.validate.policies.model import (
    Workload,
    around,
    finding,
    matched,
    namespace_of,
    workloads,
)
from tools.validate.policies.ports import egress_of
from tools.validate.renders import Object, Render

DATABASE_PORT = 5432
_USES_KAFKA = frozenset(acl.user for acl in acls(KafkaSettings(brokers="kafka:9092")))
_SMTP_PORT: int = SmtpSettings.model_fields["port"].default
_CHOSEN_PORTS = (*sorted(WELL_KNOWN_PORTS), FIRST_FREE_PORT, 65535)
_BY_OPERATORS = "rondel-kafka-kafka-"
_IN_CLUSTER = (".svc", ".svc.cluster.local")


@dataclass(frozen=True, slots=True)
class Way:
    """Something that a process opens connections to; no host where a secret has it."""

    what: str
    host: str
    port: int


def out(render: Render) -> Iterator[Finding]:
    """A process is let out to its database, Kafka, mail server, collector, people's addresses."""
    for each in (each for each in workloads(render) if each.is_ours):
        for way in _needed(render, each):
            if not any(_opens(render, each, rule, way) for rule in egress_of(render, each)):
                what = f"no policy lets it out to {way.what} {way.host}:{way.port}"
                yield finding(render, each, "network", what)


def _needed(render: Render, each: Workload) -> Iterator[Way]:
    told = environment_of(render, each)
    if each.component != "topics":
        yield Way("PostgreSQL", "", DATABASE_PORT)
    if f"rondel-{each.component}" in _USES_KAFKA:
        for broker in told.get("KAFKA_BROKERS", "").split(","):
            host, _, port = broker.rpartition(":")
            yield Way("Kafka", host, _number(port))
    if each.component == "notifications":
        host = told.get("SMTP_HOST") or SAID_BY_OVERLAYS["SMTP_HOST"]
        yield Way("the mail server", host, _number(told.get("SMTP_PORT") or str(_SMTP_PORT)))
    if each.component in facts.known_variables()["RONDEL_EGRESS_ALLOW"]:
        for number in _CHOSEN_PORTS:
            yield Way("channels, webhooks and providers", "chosen.example", number)
    collector = urlsplit(told.get("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
    if collector.hostname and each.component in facts.PROCESSES:
        port = collector.port or (443 if collector.scheme == "https" else 80)
        yield Way("the collector of traces", collector.hostname, port)


def _number(text: str) -> int:
    """A port; 0, which nothing opens, for what is none."""
    return int(text) if text.isdigit() else 0


def _opens(render: Render, each: Workload, rule: Object, way: Way) -> bool:
    service = _service(render, each, way.host)
    target: int | str = way.port
    behind: list[Workload] = []
    if service is not None:
        ports = {port["port"]: port.get("targetPort", port["port"]) for port in service["ports"]}
        target = ports.get(way.port, 0)
        behind = matched(render, {"matchLabels": service["selector"]}, each.namespace)
    numbers = {target, *(work.ports().get(str(target), target) for work in behind)}
    opened = rule.get("ports") or ()
    if opened and not any(_is_for(port, numbers) for port in opened):
        return False
    return "to" not in rule or any(_leads(render, each, p, way, behind) for p in rule["to"])


def _is_for(opened: Object, numbers: set[int | str]) -> bool:
    if "endPort" not in opened:
        return opened.get("port") in numbers
    whole = (each for each in numbers if isinstance(each, int))
    return any(opened["port"] <= each <= opened["endPort"] for each in whole)


def _leads(render: Render, each: Workload, peer: Object, way: Way, behind: list[Workload]) -> bool:
    if behind:
        selector = peer.get("podSelector")
        found = [] if selector is None else matched(render, selector, each.namespace)
        return all(work in found for work in behind)
    if not way.host:
        return True
    if "." in way.host and not way.host.endswith(_IN_CLUSTER):
        return "ipBlock" in peer
    # An operator makes the Service of its brokers; all others are in a render.
    is_known = render.is_combination or way.host.startswith(_BY_OPERATORS)
    return is_known and "podSelector" in peer


def _service(render: Render, each: Workload, host: str) -> Object | None:
    """The Service of that name in its namespace, if there is one that leads to pods of ours."""
    name, _, rest = host.partition(".")
    if rest and not rest.startswith(f"{each.namespace}"):
        return None
    for thing in around(render, "Service"):
        is_it = thing["metadata"]["name"] == name and namespace_of(thing) == each.namespace
        if is_it and thing["spec"].get("selector"):
            found: Object = thing["spec"]
            return found
    return None
