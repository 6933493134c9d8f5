"""Whether ports agree: of the code, the container, its probes, its Service and its policies."""

from collections.abc import Iterable, Iterator
from typing import Any

from tools.validate.findings import Finding
from tools.validate.policies import facts
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
from tools.validate.renders import Object, Render

_PROBES = ("readinessProbe", "livenessProbe", "startupProbe")
_PATHS = {"readinessProbe": "/readyz", "livenessProbe": "/livez"}


def own_ports(render: Render) -> Iterator[Finding]:
    """A process of ours listens where its code does, on the one port that is called `http`."""
    for each in processes(render):
        expected = {"http": facts.port_of(each.component)}
        if each.ports() != expected:
            what = f"its ports are {each.ports()}, the code's are {expected}"
            yield finding(render, each, "port", what)


def probes(render: Render) -> Iterator[Finding]:
    """What runs on is probed, on a port that it has; our processes on the paths that they have."""
    for each in workloads(render):
        if each.is_job:
            continue
        for container in each.containers:
            for kind in _PROBES:
                probe = container.get(kind)
                if probe is None:
                    # What keeps data is not restarted because it is slow.
                    if kind == "readinessProbe" or (kind == "livenessProbe" and each.is_ours):
                        yield finding(render, each, "probe", f"{container['name']} has no {kind}")
                    continue
                yield from _probe(render, each, container, kind, probe)


def _probe(
    render: Render, each: Workload, container: Object, kind: str, probe: Object
) -> Iterator[Finding]:
    action = probe.get("httpGet") or probe.get("tcpSocket") or probe.get("grpc")
    if action is not None and not _has(each.ports(container), action["port"]):
        what = f"{kind} asks port {action['port']}, which {container['name']} has not"
        yield finding(render, each, "probe", what)
    if each.is_ours and kind in _PATHS:
        path = probe.get("httpGet", {}).get("path")
        if path != _PATHS[kind]:
            yield finding(render, each, "probe", f"{kind} asks {path}, not {_PATHS[kind]}")


def services(render: Render) -> Iterator[Finding]:
    """A Service leads to ports that its pods have."""
    for thing in of_kind(render, "Service"):
        selector = thing["spec"].get("selector")
        found = [] if selector is None else _selected(render, thing, selector)
        for port in thing["spec"].get("ports", ()):
            target = port.get("targetPort", port["port"])
            for each in found:
                if not _has(each.ports(), target):
                    what = f"leads to port {target}, which {each.name} has not"
                    yield finding(render, thing, "port", what)


def network_policies(render: Render) -> Iterator[Finding]:
    """A network policy opens ports that the pods behind it listen on, and no others."""
    for thing in of_kind(render, "NetworkPolicy"):
        spec, namespace = thing["spec"], namespace_of(thing)
        own = matched(render, spec.get("podSelector", {}), namespace)
        for rule in spec.get("ingress") or ():
            yield from _open(render, thing, rule, own, "in to")
        for rule in spec.get("egress") or ():
            for peer in rule.get("to") or ():
                if "podSelector" in peer and "namespaceSelector" not in peer:
                    found = matched(render, peer["podSelector"], namespace)
                    yield from _open(render, thing, rule, found, "out to")


def own_ports_are_reached(render: Render) -> Iterator[Finding]:
    """Prometheus can read every process, and the API can be reached at all."""
    for each in processes(render):
        rules = list(ingress_of(render, each))
        opened = any(
            _has(each.ports(), port.get("port")) or not rule.get("ports")
            for rule in rules
            for port in rule.get("ports") or [{}]
        )
        if not opened:
            yield finding(render, each, "network", "no policy lets anybody in to its port")


def ingress_of(render: Render, workload: Workload) -> Iterator[Object]:
    """The rules that let others in to the pods of this workload."""
    yield from _rules_of(policies_around(render), render, workload, "ingress")


def egress_of(render: Render, workload: Workload) -> Iterator[Object]:
    """The rules that let the pods of this workload out, from their first moment on."""
    yield from _rules_of(policies_so_far(render), render, workload, "egress")


def _rules_of(
    policies: Iterable[Object], render: Render, workload: Workload, direction: str
) -> Iterator[Object]:
    for thing in policies:
        selector = thing["spec"].get("podSelector", {})
        if workload in matched(render, selector, namespace_of(thing)):
            yield from thing["spec"].get(direction) or ()


def processes(render: Render) -> list[Workload]:
    """Our own processes, jobs aside."""
    return [
        each
        for each in workloads(render)
        if each.is_ours and not each.is_job and each.component in facts.PROCESSES
    ]


def _open(
    render: Render, thing: Object, rule: Object, found: list[Workload], way: str
) -> Iterator[Finding]:
    for port in rule.get("ports") or ():
        # A policy may be for several workloads; each port has to be one of all of them.
        listening = [each for each in found if not each.is_job]
        without = [each.name for each in listening if not _has(each.ports(), port.get("port"))]
        if port.get("port") is not None and without:
            what = f"opens port {port['port']} {way} {listed(without)}, which has it not"
            yield finding(render, thing, "port", what)


def _selected(render: Render, thing: Object, selector: Any) -> list[Workload]:
    return matched(render, {"matchLabels": selector}, namespace_of(thing))


def _has(ports: dict[str, int], wanted: Any) -> bool:
    return wanted in ports if isinstance(wanted, str) else wanted in ports.values()
