"""Whether objects are what Kubernetes and the operators take: every field known, every type right.

Built-in kinds are held against the schemas of kubernetes-validate, for each version that we target;
custom resources against their CRDs. A kind that has no schema is a finding.
"""

import copy
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator, Draft202012Validator
from jsonschema.protocols import Validator
from referencing import Registry, Resource

from tools.validate.findings import CannotValidate, Finding
from tools.validate.places import TOOLS
from tools.validate.renders import Object, Render

VERSIONS = ("1.34", "1.35", "1.36")
_KEEPS_UNKNOWN = "x-kubernetes-preserve-unknown-fields"
_SHOWN = 160
Kind = tuple[str, str]


def check_schemas(
    renders: Iterable[Render],
    definitions: Iterable[Object],
    versions: Iterable[str] = VERSIONS,
) -> list[Finding]:
    """What in these renders no API server would take, or would drop in silence."""
    custom = dict(validators(definitions))
    known: dict[str, list[Finding]] = {}
    findings = []
    for each in renders:
        for thing in each.objects:
            key = json.dumps(thing, sort_keys=True, default=str)
            if key not in known:  # most objects are the same in most overlays
                known[key] = list(_check(thing, custom, tuple(versions)))
            findings += [Finding(each.at(thing), found.rule, found.what) for found in known[key]]
    return findings


def _check(
    thing: Object, custom: dict[Kind, Validator], versions: tuple[str, ...]
) -> Iterator[Finding]:
    kind = (str(thing.get("apiVersion")), str(thing.get("kind")))
    if kind in custom:
        yield from _errors("schema", custom[kind], thing)
        return
    for version in versions:
        validator = _built_in(version, *kind)
        if validator is None:
            yield Finding("", "unknown-kind", f"{kind[0]} {kind[1]} has no schema ({version})")
        else:
            yield from _errors(f"schema-{version}", validator, thing)


def _errors(rule: str, validator: Validator, thing: Object) -> Iterator[Finding]:
    for error in validator.iter_errors(thing):
        place = ".".join(map(str, error.absolute_path)) or "."
        yield Finding("", rule, f"{place}: {error.message[:_SHOWN]}")


def validators(definitions: Iterable[Object]) -> Iterator[tuple[Kind, Validator]]:
    """Each version that a CRD serves, and what checks an object of it."""
    for each in definitions:
        spec = each["spec"]
        for version in spec["versions"]:
            if not version["served"]:
                continue
            schema = strict(version["schema"]["openAPIV3Schema"])
            kind = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
            yield kind, Draft4Validator(schema)  # whose exclusiveMinimum is true or false, too


def strict(schema: Any) -> Any:
    """The schema of a CRD in which fields that it does not name are wrong, not dropped."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = copy.copy(schema)
    for key in ("properties", "patternProperties"):
        if isinstance(made.get(key), dict):
            made[key] = {name: strict(value) for name, value in made[key].items()}
    for key in ("items", "additionalProperties"):
        if isinstance(made.get(key), dict):
            made[key] = strict(made[key])
    names_its_fields = made.get("type") == "object" and "properties" in made
    if names_its_fields and "additionalProperties" not in made and not made.get(_KEEPS_UNKNOWN):
        made["additionalProperties"] = False
        if made.get("x-kubernetes-embedded-resource"):
            made["properties"] |= {"apiVersion": {}, "kind": {}, "metadata": {}}
    if made.get("nullable") and isinstance(made.get("type"), str):
        made["type"] = [made["type"], "null"]
    return made


@cache
def _built_in(version: str, api_version: str, kind: str) -> Validator | None:
    group, _, name = api_version.rpartition("/")
    if "." in group and not group.endswith(".k8s.io"):
        return None
    short = f"{group.split('.')[0]}-{name}" if group else name
    path = _schemas_of(version) / f"{kind.lower()}-{short}.json"
    if not path.is_file():
        return None
    return Draft202012Validator(json.loads(path.read_text()), registry=_registry(version))


@cache
def _registry(version: str) -> Registry[Any]:
    text = (_schemas_of(version) / "_definitions.json").read_text()
    made: Registry[Any] = Resource.from_contents(json.loads(text)) @ Registry()
    return made


@cache
def _schemas_of(version: str) -> Path:
    folders = "lib/python3*/site-packages/kubernetes_validate/kubernetes-json-schema"
    found = sorted(TOOLS.glob(f"{folders}/v{version}.*-local-strict"))
    if not found:
        raise CannotValidate(f"no schemas of Kubernetes {version}: run `make validate`")
    return found[-1]
