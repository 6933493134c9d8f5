"""Whether nothing talks to anything that it need not talk to."""

from collections.abc import Iterator
from ipaddress import ip_network

from tools.validate.findings import Finding
from tools.validate.policies.facts import API
from tools.validate.policies.model import (
    Workload,
    finding,
    listed,
    matched,
    namespace_of,
    of_kind,
    policies_around,
    policies_so_far,
    workloads,
)
from tools.validate.policies.ports import egress_of, ingress_of, processes
from tools.validate.renders import Object, Render

MAY_CALL_PROCESSES = {"prometheus"}
"""Workloads of ours that open connections to our processes; there are no calls between those."""

OPEN_FRONT_DOORS = {"kustomize/local": "a node port of a laptop, without a gateway (ADR 0016)"}

PROXIES = {"envoy": "envoy-gateway-system"}
"""Classes of gateways whose proxies are pods, and the namespace that they are in."""

_METADATA = ip_network("169.254.169.254/32")
_SOLVER = "acme.cert-manager.io/http01-solver"
_DNS = 53
_CLUSTER_API = (443, 6443)
_BOTH = ["Egress", "Ingress"]


def default_deny(render: Render) -> Iterator[Finding]:
    """In each namespace with pods nothing is open that no policy opens."""
    closed = {
        namespace_of(thing)
        for thing in policies_so_far(render)
        if not thing["spec"].get("podSelector")
        and sorted(thing["spec"].get("policyTypes", ())) == _BOTH
        and not thing["spec"].get("ingress")
        and not thing["spec"].get("egress")
    }
    for namespace in sorted({each.namespace for each in workloads(render)} - closed):
        what = f"namespace {namespace} has no NetworkPolicy that denies by default"
        yield Finding(render.target, "network", what)


def only_who_must_comes_in(render: Render) -> Iterator[Finding]:
    """Processes are called by Prometheus alone, and the API by the gateway as well."""
    for thing in of_kind(render, "Service"):
        if thing["spec"].get("type", "ClusterIP") != "ClusterIP" and not _is_laptop(render):
            yield finding(render, thing, "network", "is a door of its own, beside the gateway")
    for each in processes(render):
        for rule in ingress_of(render, each):
            if not rule.get("from") and not (each.component == API and _is_laptop(render)):
                yield finding(render, each, "network", "a policy lets everybody in")
            for peer in rule.get("from") or ():
                yield from _caller(render, each, peer)


def _caller(render: Render, each: Workload, peer: Object) -> Iterator[Finding]:
    if "namespaceSelector" in peer:
        words = peer.get("podSelector", {}).get("matchLabels", {})
        if not peer["namespaceSelector"] and not MAY_CALL_PROCESSES & set(words.values()):
            yield finding(render, each, "network", "a policy lets every namespace in")
        elif each.component != API and "podSelector" not in peer:
            yield finding(render, each, "network", "a policy lets a whole namespace in")
    elif "ipBlock" in peer:
        if each.component != API or ip_network(peer["ipBlock"]["cidr"]).prefixlen == 0:
            what = f"a policy lets in {peer['ipBlock']['cidr']}"
            yield finding(render, each, "network", what)
    else:
        callers = {w.name for w in matched(render, peer["podSelector"], each.namespace)}
        if callers - MAY_CALL_PROCESSES:
            what = f"a policy lets in {listed(callers - MAY_CALL_PROCESSES)}"
            yield finding(render, each, "network", what)


def visitors_come_in(render: Render) -> Iterator[Finding]:
    """What a route leads to may be reached by more than Prometheus; so may who proves our name."""
    for each in (w for w in processes(render) if w.component == API):
        peers = [peer for rule in ingress_of(render, each) for peer in rule.get("from") or [{}]]
        outside = [peer for peer in peers if "podSelector" not in peer]
        if (of_kind(render, "HTTPRoute") or _node_ports(render, each)) and not outside:
            yield finding(render, each, "network", "no policy lets the gateway in")
        classes = {gateway["spec"]["gatewayClassName"] for gateway in of_kind(render, "Gateway")}
        for home in sorted(PROXIES[name] for name in classes & set(PROXIES)):
            selectors = [peer.get("namespaceSelector", {}) for peer in outside]
            if outside and home not in {
                v for s in selectors for v in s.get("matchLabels", {}).values()
            }:
                yield finding(render, each, "network", f"no policy lets the proxies of {home} in")
    for thing in of_kind(render, "Issuer"):
        selectors = [each["spec"].get("podSelector", {}) for each in policies_around(render)]
        solving = [each for each in selectors if _SOLVER in each.get("matchLabels", {})]
        if "http01" in str(thing["spec"]) and not solving:
            yield finding(render, thing, "network", "no policy lets anybody in to its challenges")


def metadata_service(render: Render) -> Iterator[Finding]:
    """Nobody reaches the address where clouds hand out the rights of the node."""
    for thing in of_kind(render, "NetworkPolicy"):
        for rule in thing["spec"].get("egress") or ():
            if "to" not in rule and not _is_harmless(rule):
                yield finding(render, thing, "network", "lets out to everywhere")
            for peer in rule.get("to") or ():
                block = peer.get("ipBlock")
                if block is not None and _covers_metadata(block):
                    yield finding(render, thing, "network", f"lets out to {_METADATA}")


def names_are_resolved(render: Render) -> Iterator[Finding]:
    """Every pod can ask for names, by UDP and, for long answers, by TCP."""
    for each in workloads(render):
        found: set[str] = set()
        for rule in egress_of(render, each):
            for port in rule.get("ports") or ():
                if port.get("port") == _DNS:
                    found.add(port.get("protocol", "TCP"))
        if found != {"TCP", "UDP"}:
            what = f"may ask for names by {listed(found)} only"
            yield finding(render, each, "network", what)


def both_sides_agree(render: Render) -> Iterator[Finding]:
    """Who is let out to a pod of ours is let in there, and the other way round."""
    if render.is_combination or render.part:
        return  # an overlay has all of its parts beside it
    opened = set(_pairs(render, "egress", "to", wide=False))
    wide = set(_pairs(render, "egress", "to", wide=True))
    taken = {(b, a) for a, b in _pairs(render, "ingress", "from", wide=True)}
    for a, b in sorted(opened - taken):
        yield Finding(render.target, "network", f"{a} is let out to {b}, and not let in there")
    for a, b in sorted(taken - wide):
        yield Finding(render.target, "network", f"{b} lets in {a}, which is not let out to it")


def _pairs(render: Render, direction: str, key: str, *, wide: bool) -> Iterator[tuple[str, str]]:
    """Workload and other workload, both of the same namespace; if wide, for `everybody`, too."""
    for thing in policies_around(render):
        spec, namespace = thing["spec"], namespace_of(thing)
        own = matched(render, spec.get("podSelector", {}), namespace)
        for rule in spec.get(direction) or ():
            for peer in rule.get(key) or ():
                own_namespace = peer.get("namespaceSelector") in (None, {})
                if (peer.get("podSelector") or (wide and "podSelector" in peer)) and own_namespace:
                    for other in matched(render, peer["podSelector"], namespace):
                        yield from ((each.name, other.name) for each in own)


def _node_ports(render: Render, each: Workload) -> list[Object]:
    return [
        thing
        for thing in of_kind(render, "Service")
        if thing["spec"].get("type") == "NodePort"
        and each in matched(render, {"matchLabels": thing["spec"]["selector"]}, each.namespace)
    ]


def _is_laptop(render: Render) -> bool:
    return render.overlay in OPEN_FRONT_DOORS


def _is_harmless(rule: Object) -> bool:
    """Names, and the API of the cluster, whose address is another one everywhere."""
    ports = rule.get("ports") or ()
    return bool(ports) and all(port.get("port") in {_DNS, *_CLUSTER_API} for port in ports)


def _covers_metadata(block: Object) -> bool:
    network = ip_network(block["cidr"])
    if network.version != _METADATA.version or not _METADATA.subnet_of(network):
        return False
    return not any(
        _METADATA.subnet_of(inner)
        for inner in map(ip_network, block.get("except", ()))
        if inner.version == _METADATA.version
    )
