"""Whether all that is named exists: in the render, or on the list of what comes from outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tools.validate.findings import Finding
from tools.validate.policies.model import (
    Workload,
    around,
    finding,
    listed,
    names_of,
    namespace_of,
    of_kind,
    workloads,
)
from tools.validate.renders import Object, Render

SECRETS_FROM_OUTSIDE = {
    "rondel-secrets": "made by `make up` or by hand; in clouds by an ExternalSecret",
    "grafana": "as above",
    "alertmanager": "as above",
}
"""Secrets that no render makes, and who makes them."""

SECRET_KEYS = {
    "rondel-secrets": frozenset(
        {
            "database-url", "database-url-direct", "auth-secret", "secrets-key",
            "smtp-password", "kafka-password", "openai-api-key", "metrics-token",
            "postgres-password",
        }
    ),
    "grafana": frozenset({"admin-password"}),
    "alertmanager": frozenset({"smtp_password", "slack_url", "pagerduty_key", "deadman_token"}),
}  # fmt: skip
_NAME_PROCESSES = frozenset(
    {"Service", "PodDisruptionBudget", "NetworkPolicy", "ScaledObject", "KafkaUser", "HTTPRoute"}
)
_STREAMS = frozenset({"/api/events", "/api/chat", "/mcp"})
_WITH_TOKENS = frozenset({"/api", "/mcp"})
_SIDECAR = "grafana_dashboard"  # what a cluster's own Grafana takes by label
_STRIMZI_USER_KEYS = frozenset({"ca.crt", "user.crt", "user.key", "user.p12", "user.password"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A Secret or ConfigMap that pods name, and the keys of it that they need."""

    kind: str
    name: str
    keys: frozenset[str] = frozenset()


def config_and_secrets(render: Render) -> Iterator[Finding]:
    """ConfigMaps and Secrets that pods name exist and have the keys that are asked for."""
    for each in workloads(render):
        for wanted in references_of(each):
            held = _held(render, wanted, each.namespace)
            if held is None:
                what = f"there is no {wanted.kind} {wanted.name}"
                yield finding(render, each, "reference", what)
            elif held and not wanted.keys <= held:
                missing = listed(wanted.keys - held)
                what = f"{wanted.kind} {wanted.name} has no {missing}"
                yield finding(render, each, "reference", what)


def accounts_and_claims(render: Render) -> Iterator[Finding]:
    """Service accounts and volume claims that pods name exist."""
    for each in workloads(render):
        account = each.pod.get("serviceAccountName", "default")
        if account == "default":
            if each.is_ours:  # the policy `tokens` watches others
                yield finding(render, each, "reference", "runs as the namespace's own account")
        elif account not in names_of(render, "ServiceAccount", each.namespace):
            yield finding(render, each, "reference", f"there is no ServiceAccount {account}")
        for volume in each.pod.get("volumes", ()):
            claim = volume.get("persistentVolumeClaim", {}).get("claimName")
            known = names_of(render, "PersistentVolumeClaim", each.namespace)
            if claim is not None and claim not in known:
                yield finding(render, each, "reference", f"there is no claim {claim}")


def pull_secrets(render: Render) -> Iterator[Finding]:
    """Whoever runs our images may fetch them: all of these accounts, or none needs a secret."""
    accounts = {
        each["metadata"]["name"]: [secret["name"] for secret in each.get("imagePullSecrets", ())]
        for each in around(render, "ServiceAccount")
    }
    own = {w.pod.get("serviceAccountName") for w in workloads(render) if w.is_ours}
    every = {secret for name in own for secret in accounts.get(name, ())}
    for each in of_kind(render, "ServiceAccount"):
        name = each["metadata"]["name"]
        if name in own and every - {*accounts[name]}:
            what = f"has no {listed(every - {*accounts[name]})} to fetch images with"
            yield finding(render, each, "reference", what)


def unused(render: Render) -> Iterator[Finding]:
    """What only pods read is read by one; what nobody names is left over."""
    texts = {
        (key, text)
        for thing in render.objects
        if thing["kind"] not in _NAME_PROCESSES
        for part in ("spec", "subjects")
        for key, text in _texts(part, thing.get(part))
    }
    accounts = {text for key, text in texts if key.startswith(("serviceAccount", "subjects"))}
    maps = {text for key, text in texts if not key.startswith("serviceAccount")}
    for kind, named in (("ConfigMap", maps), ("ServiceAccount", accounts)):
        for thing in of_kind(render, kind):
            labels = thing["metadata"].get("labels", {})
            if thing["metadata"]["name"] not in named and _SIDECAR not in labels:
                yield finding(render, thing, "unused", "nothing in this render names it")


def secrets_are_read(render: Render) -> Iterator[Finding]:
    """What is asked of the cloud's store is read here: else it has to be filled for nothing."""
    if render.is_combination:
        return
    everything = (render, *render.beside)
    read = [one for each in everything for w in workloads(each) for one in references_of(w)]
    read += [
        Reference("Secret", one["name"], frozenset({one["key"]}))
        for thing in around(render, "TriggerAuthentication")
        for one in thing["spec"].get("secretTargetRef", ())
    ]
    for thing in of_kind(render, "ExternalSecret"):
        for name, keys in made_secrets(thing).items():
            own = [one for one in read if one.kind == "Secret" and one.name == name]
            if not all(one.keys for one in own):
                continue  # somebody takes it whole
            left = keys - frozenset().union(*(one.keys for one in own))
            if left:
                yield finding(render, thing, "unused", f"nothing reads {listed(left)} of {name}")


def routes(render: Render) -> Iterator[Finding]:
    """Routes hang on a Gateway that exists and lead to ports of Services that exist."""
    gateways = {each["metadata"]["name"]: each for each in of_kind(render, "Gateway")}
    services = {
        (namespace_of(each), each["metadata"]["name"]): {p["port"] for p in each["spec"]["ports"]}
        for each in of_kind(render, "Service")
    }
    for thing in of_kind(render, "HTTPRoute"):
        spec = thing["spec"]
        for parent in spec.get("parentRefs", ()):
            gateway = gateways.get(parent["name"])
            if gateway is None:
                yield finding(render, thing, "reference", f"there is no Gateway {parent['name']}")
            elif parent.get("sectionName") not in {
                None,
                *(each["name"] for each in gateway["spec"]["listeners"]),
            }:
                what = f"Gateway {parent['name']} has no listener {parent['sectionName']}"
                yield finding(render, thing, "reference", what)
        for rule in spec.get("rules", ()):
            for back in rule.get("backendRefs", ()):
                ports = services.get((back.get("namespace", namespace_of(thing)), back["name"]))
                if ports is None or back.get("port") not in ports:
                    what = f"there is no Service {back['name']} with port {back.get('port')}"
                    yield finding(render, thing, "reference", what)


def issuers_and_stores(render: Render) -> Iterator[Finding]:
    """Issuers of certificates, stores of secrets and credentials of scalers exist."""
    for thing in of_kind(render, "Certificate", "ExternalSecret", "ScaledObject"):
        for kind, name in _named_by(thing):
            found = {each["metadata"]["name"] for each in around(render, kind)}
            if name not in found:
                yield finding(render, thing, "reference", f"there is no {kind} {name}")
    for thing in of_kind(render, "Gateway"):
        notes = thing["metadata"].get("annotations", {})
        for key, kind in (("cluster-issuer", "ClusterIssuer"), ("issuer", "Issuer")):
            issuer = notes.get(f"cert-manager.io/{key}")
            issuers = {each["metadata"]["name"] for each in of_kind(render, kind)}
            if issuer is not None and issuer not in issuers:
                yield finding(render, thing, "reference", f"there is no {kind} {issuer}")


def edge(render: Render) -> Iterator[Finding]:
    """The front door has its certificate, and is the one that proves the name."""
    gateways = {each["metadata"]["name"] for each in of_kind(render, "Gateway")}
    for thing in of_kind(render, "Issuer", "ClusterIssuer"):
        for solver in thing["spec"].get("acme", {}).get("solvers", ()):
            route = solver.get("http01", {}).get("gatewayHTTPRoute", {})
            for parent in route.get("parentRefs", ()):
                if parent["name"] not in gateways:
                    what = f"there is no Gateway {parent['name']}"
                    yield finding(render, thing, "reference", what)
    for thing in of_kind(render, "Gateway"):
        for listener in thing["spec"]["listeners"]:
            is_https = listener["protocol"] == "HTTPS"
            if is_https and not listener.get("tls", {}).get("certificateRefs"):
                what = f"the listener {listener['name']} has no certificate"
                yield finding(render, thing, "reference", what)


def doors(render: Render) -> Iterator[Finding]:
    """Where there is HTTPS, all goes by it, tokens from the start; streams are not cut off."""
    listeners = [
        (each["metadata"]["name"], listener)
        for each in of_kind(render, "Gateway")
        for listener in each["spec"]["listeners"]
    ]
    secure = {name for name, listener in listeners if listener["protocol"] == "HTTPS"}
    plain = {(name, None) for name in secure} | {
        (name, one["name"]) for name, one in listeners if one["protocol"] == "HTTP"
    }
    for thing in of_kind(render, "HTTPRoute"):
        spec = thing["spec"]
        hung = {(parent["name"], parent.get("sectionName")) for parent in spec["parentRefs"]}
        if hung & plain and any("RequestRedirect" in str(rule) for rule in spec["rules"]):
            silent = (one for one in spec["rules"] if not {"backendRefs", "filters"} & set(one))
            for path in sorted(_WITH_TOKENS.difference(*map(_paths, silent))):
                yield finding(render, thing, "reference", f"sends {path} on, token and all")
        for rule in spec["rules"]:
            if secure and rule.get("backendRefs") and hung & plain:
                yield finding(render, thing, "reference", "leads to the API without HTTPS")
            if _paths(rule) & _STREAMS and rule.get("timeouts", {}).get("request", "0s") != "0s":
                yield finding(render, thing, "reference", "cuts live updates off")


def _paths(rule: Object) -> set[str]:
    """The paths that this rule of a route is for; none if it is for all."""
    return {match.get("path", {}).get("value", "/") for match in rule.get("matches", ())}


def own_name(render: Render) -> Iterator[Finding]:
    """Routes are for the name that processes believe to have."""
    for thing in of_kind(render, "HTTPRoute"):
        for host in sorted(_own_hosts(render) - set(thing["spec"].get("hostnames", ()))):
            if "hostnames" in thing["spec"]:
                yield finding(render, thing, "reference", f"does not lead {host} anywhere")


def _own_hosts(render: Render) -> set[str]:
    """What processes believe that they are called."""
    named = (each.get("data", {}).get("RONDEL_PUBLIC_URL") for each in of_kind(render, "ConfigMap"))
    return {host for url in named if url and (host := urlsplit(url).hostname)}


def credentials(render: Render) -> Iterator[Finding]:
    """What a TriggerAuthentication reads is in Secrets that exist."""
    for thing in of_kind(render, "TriggerAuthentication"):
        for each in thing["spec"].get("secretTargetRef", ()):
            wanted = Reference("Secret", each["name"], frozenset({each["key"]}))
            held = _held(render, wanted, namespace_of(thing))
            if held is None or (held and not wanted.keys <= held):
                what = f"there is no Secret {each['name']} with {each['key']}"
                yield finding(render, thing, "reference", what)


def references_of(workload: Workload) -> Iterator[Reference]:
    """The ConfigMaps and Secrets that its pods cannot start without."""
    for container in workload.all_containers:
        for source in container.get("envFrom", ()):
            yield from _reference(source.get("configMapRef"), "ConfigMap")
            yield from _reference(source.get("secretRef"), "Secret")
        for variable in container.get("env", ()):
            source = variable.get("valueFrom", {})
            yield from _reference(source.get("configMapKeyRef"), "ConfigMap")
            yield from _reference(source.get("secretKeyRef"), "Secret")
    for volume in workload.pod.get("volumes", ()):
        yield from volume_references(volume)


def volume_references(volume: Object) -> Iterator[Reference]:
    """What a volume is made of."""
    for source in (volume, *volume.get("projected", {}).get("sources", ())):
        yield from _reference(source.get("configMap"), "ConfigMap")
        yield from _reference(source.get("secret"), "Secret")


def _reference(source: Any, kind: str) -> Iterator[Reference]:
    if source is None or source.get("optional"):
        return
    keys = {item["key"] for item in source.get("items", ())} | {source.get("key")} - {None}
    yield Reference(kind, source.get("name") or source["secretName"], frozenset(keys))


def _held(render: Render, wanted: Reference, namespace: str) -> frozenset[str] | None:
    """The keys of it; empty if nobody can know them; None if there is no such thing."""
    for thing in of_kind(render, wanted.kind):
        if thing["metadata"]["name"] == wanted.name and namespace_of(thing) == namespace:
            return frozenset([*thing.get("data", ()), *thing.get("stringData", ())])
    return _made_or_brought(render, wanted.name) if wanted.kind == "Secret" else None


def _made_or_brought(render: Render, name: str) -> frozenset[str] | None:
    """The keys of a Secret that an operator makes, or that comes from outside."""
    brought = SECRET_KEYS[name] if name in SECRETS_FROM_OUTSIDE else None
    if render.is_combination and brought is not None:
        return brought
    made = (made_secrets(each) for one in (render, *render.beside) for each in one.objects)
    return next((secrets[name] for secrets in made if name in secrets), brought)


def made_secrets(thing: Object) -> dict[str, frozenset[str]]:
    """The Secrets that an operator makes of this object, and their keys where those are known."""
    name, spec = thing["metadata"]["name"], thing.get("spec", {})
    match thing["kind"]:
        case "ExternalSecret":
            target = spec.get("target", {})
            keys = {each["secretKey"] for each in spec.get("data", ())}
            templated = target.get("template", {}).get("data", {})
            return {target.get("name", name): frozenset(templated or keys)}
        case "Certificate":
            return {spec["secretName"]: frozenset({"tls.crt", "tls.key", "ca.crt"})}
        case "KafkaUser":
            return {name: _STRIMZI_USER_KEYS}
        case "Kafka":
            return {f"{name}-cluster-ca-cert": frozenset({"ca.crt", "ca.p12", "ca.password"})}
        case "Cluster":  # of CloudNativePG
            return {
                f"{name}-app": frozenset({"uri", "username", "password"}),
                f"{name}-ca": frozenset({"ca.crt"}),
            }
        case _:
            return {}


def _named_by(thing: Object) -> Iterator[tuple[str, str]]:
    spec = thing["spec"]
    if thing["kind"] == "Certificate":
        yield spec["issuerRef"].get("kind", "Issuer"), spec["issuerRef"]["name"]
    elif thing["kind"] == "ExternalSecret":
        store = spec["secretStoreRef"]
        yield store.get("kind", "SecretStore"), store["name"]
    else:
        for trigger in spec["triggers"]:
            given = trigger.get("authenticationRef")
            if given is not None:
                yield given.get("kind", "TriggerAuthentication"), given["name"]


def _texts(key: str, node: Any) -> Iterator[tuple[str, str]]:
    """Every text below, with its key; that of a `name` is the key of what has the name."""
    if isinstance(node, str):
        yield key, node
    elif isinstance(node, dict):
        for inner, value in node.items():
            yield from _texts(key if inner == "name" else inner, value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(key, value)
