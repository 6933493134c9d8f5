"""Faults of pods: their rights, limits, images and names."""

from tests.manifests.planting import Fault, container, pod, spec, tell

FAULTS: dict[str, Fault] = {
    "root": (
        lambda t: container(t, "relay")["securityContext"].update(runAsNonRoot=False),
        ["Deployment/relay: restricted: relay: runAsNonRoot"],
    ),
    "no-seccomp": (
        lambda t: container(t, "relay")["securityContext"].pop("seccompProfile"),
        ["Deployment/relay: restricted: relay: has no seccomp profile"],
    ),
    "escalation": (
        lambda t: container(t, "relay")["securityContext"].pop("allowPrivilegeEscalation"),
        ["Deployment/relay: restricted: relay: allowPrivilegeEscalation"],
    ),
    "capabilities": (
        lambda t: container(t, "relay")["securityContext"].pop("capabilities"),
        ["Deployment/relay: restricted: relay: keeps capabilities"],
    ),
    "host-path": (
        lambda t: pod(t, "relay")["volumes"].append({"name": "h", "hostPath": {"path": "/"}}),
        ["Deployment/relay: restricted: has a volume of hostPath"],
    ),
    "host-network": (
        lambda t: pod(t, "relay").update(hostNetwork=True),
        ["Deployment/relay: restricted: hostNetwork is on"],
    ),
    "writable-root": (
        lambda t: container(t, "relay")["securityContext"].pop("readOnlyRootFilesystem"),
        ["Deployment/relay: read-only:"],
    ),
    "token": (
        lambda t: pod(t, "relay").pop("automountServiceAccountToken"),
        ["Deployment/relay: token:"],
    ),
    "latest": (
        lambda t: container(t, "prometheus").update(image="prom/prometheus:latest"),
        ["Deployment/prometheus: image: prom/prometheus:latest is not pinned"],
    ),
    "no-tag": (
        lambda t: container(t, "prometheus").update(image="registry.example.com:5000/prometheus"),
        ["Deployment/prometheus: image: registry.example.com:5000/prometheus is not pinned"],
    ),
    "image-of-the-api": (
        lambda t: container(t, "relay").update(image="ghcr.io/x/rondel-api:1.0"),
        ["Deployment/relay: image: runs rondel-api, not rondel-worker"],
    ),
    "no-memory-limit": (
        lambda t: container(t, "relay")["resources"]["limits"].pop("memory"),
        ["Deployment/relay: resources: relay has no limit of memory"],
    ),
    "no-request": (
        lambda t: container(t, "relay")["resources"]["requests"].pop("cpu"),
        ["Deployment/relay: resources: relay requests no cpu"],
    ),
    "limit-below-request": (
        lambda t: container(t, "relay")["resources"]["limits"].update(memory="64Mi"),
        ["Deployment/relay: resources: relay may have less"],
    ),
    "processor-limit": (
        lambda t: container(t, "relay")["resources"]["limits"].update(cpu="1"),
        ["Deployment/relay: resources: relay has a limit of processor time"],
    ),
    "other-user": (
        lambda t: pod(t, "relay")["securityContext"].update(runAsUser=1000),
        ["Deployment/relay: ours: runs as 1000"],
    ),
    "no-tmp": (
        lambda t: container(t, "relay")["volumeMounts"].pop(0),
        ["Deployment/relay: ours: has no emptyDir at /tmp"],
    ),
    "service-links": (
        lambda t: pod(t, "relay").pop("enableServiceLinks"),
        ["Deployment/relay: ours: enableServiceLinks"],
    ),
    "container-of-other-name": (
        lambda t: container(t, "relay").update(name="main"),
        ["Deployment/relay: ours: is called main, relay"],
    ),
    "loopback": (
        lambda t: tell(t, "relay", "RONDEL_HTTP__HOST", "127.0.0.1"),
        ["Deployment/relay: ours: listens on its own loopback"],
    ),
    "other-worker": (
        lambda t: container(t, "relay").update(args=["worker", "activity"]),
        ["Deployment/relay: ours: runs activity, not relay"],
    ),
    "too-little-time-to-stop": (
        lambda t: tell(t, "relay", "RONDEL_DRAIN_SECONDS", "41"),
        ["Deployment/relay: stop: has 45 s to stop and needs 46"],
    ),
    "no-labels": (
        lambda t: spec(t, "Deployment/prometheus")["template"]["metadata"]["labels"].pop(
            "app.kubernetes.io/name"
        ),
        ["Deployment/prometheus: label: its pods have no app.kubernetes.io/name"],
    ),
}
