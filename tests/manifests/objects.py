"""Pieces that objects of the good render are made of."""

from tools.validate.renders import Object

NAMESPACE = "rondel"


def thing(version: str, kind: str, name: str) -> Object:
    """The head of an object."""
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name, "namespace": NAMESPACE},
    }


def labels(component: str) -> dict[str, str]:
    """The labels of a process."""
    return {
        "app.kubernetes.io/name": "rondel",
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": "rondel",
    }


def restricted() -> Object:
    """What Pod Security's `restricted` asks of a container, and a read-only root."""
    return {
        "runAsNonRoot": True,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
        "seccompProfile": {"type": "RuntimeDefault"},
    }
