"""Each kind of change to the data of an event, and who does not survive it."""

from copy import deepcopy

import pytest

from tools.event_contracts.compatibility import Reader, breaking_changes
from tools.event_contracts.releases import Release, broken_promises

OLD, NEW = Reader.OLD, Reader.NEW
BASE = {
    "type": "object",
    "description": "A thing",
    "required": ["id", "count", "state", "parts", "owner"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "state": {"type": "string", "enum": ["open", "done"]},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "owner": {"anyOf": [{"$ref": "#/$defs/Owner"}, {"type": "null"}]},
    },
    "$defs": {
        "Part": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string", "maxLength": 20}},
        },
        "Owner": {
            "type": "object",
            "required": ["name"],
            "properties": {"name": {"type": "string"}},
        },
    },
}


def changed(**paths):
    """BASE with values set; `a__b` is a path, `None` removes."""
    schema = deepcopy(BASE)
    for path, value in paths.items():
        *parents, last = path.replace("defs", "$defs").split("__")
        at = schema
        for name in parents:
            at = at[name]
        if value is None:
            del at[last]
        else:
            at[last] = value
    return schema


def required(*names):
    return {"required": [*names]}


BREAKING = {
    "field removed": (changed(properties__note=None), [("note", OLD)]),
    "required field removed": (
        changed(properties__count=None, **required("id", "state", "parts", "owner")),
        [("count", OLD)],
    ),
    "field renamed": (
        changed(properties__note=None, properties__remark=BASE["properties"]["note"]),
        [("note", OLD)],
    ),
    "new required field": (
        changed(properties__size={"type": "integer"}, required=[*BASE["required"], "size"]),
        [("size", NEW)],
    ),
    "optional field required": (changed(required=[*BASE["required"], "note"]), [("note", NEW)]),
    "required field optional": (
        changed(**required("id", "count", "state", "parts")),
        [("owner", OLD)],
    ),
    "type changed": (
        changed(properties__count={"type": "string"}),
        [("count", NEW), ("count", OLD)],
    ),
    "type widened": (
        changed(properties__id={"anyOf": [BASE["properties"]["id"], {"type": "integer"}]}),
        [("id", OLD)],
    ),
    "type narrowed": (
        changed(properties__note={"type": "string", "default": None}),
        [("note", NEW)],
    ),
    "null allowed": (
        changed(properties__id={"anyOf": [BASE["properties"]["id"], {"type": "null"}]}),
        [("id", OLD)],
    ),
    "value added": (changed(properties__state__enum=["open", "done", "moved"]), [("state", OLD)]),
    "value removed": (changed(properties__state__enum=["open"]), [("state", NEW)]),
    "values restricted": (changed(properties__count__enum=[1, 2]), [("count", NEW)]),
    "values freed": (changed(properties__state__enum=None), [("state", OLD)]),
    "const in place of values": (
        changed(properties__state={"type": "string", "const": "open"}),
        [("state", NEW)],
    ),
    "format added": (
        changed(
            properties__note={
                "anyOf": [{"type": "string", "format": "uri"}, {"type": "null"}],
                "default": None,
            }
        ),
        [("note", NEW)],
    ),
    "format removed": (changed(properties__id__format=None), [("id", OLD)]),
    "format changed": (changed(properties__id__format="date"), [("id", NEW), ("id", OLD)]),
    "minimum raised": (changed(properties__count__minimum=2), [("count", NEW)]),
    "minimum lowered": (changed(properties__count__minimum=0), [("count", OLD)]),
    "maximum raised": (changed(properties__count__maximum=10), [("count", OLD)]),
    "maximum lowered": (changed(properties__count__maximum=8), [("count", NEW)]),
    "limit added": (changed(properties__id__maxLength=36), [("id", NEW)]),
    "limit removed": (changed(properties__count__maximum=None), [("count", OLD)]),
    "pattern added": (changed(properties__id__pattern="^a"), [("id", NEW)]),
    "default changed": (changed(properties__note__default="x"), [("note", NEW)]),
    "item's limit": (changed(defs__Part__properties__name__maxLength=10), [("parts[].name", NEW)]),
    "item's new required field": (
        changed(
            defs__Part__required=["name", "size"],
            defs__Part__properties__size={"type": "integer"},
        ),
        [("parts[].size", NEW)],
    ),
    "field of an optional object removed": (
        changed(defs__Owner={"type": "object", "properties": {}, "required": []}),
        [("owner.name", OLD)],
    ),
    "items of another type": (
        changed(properties__parts__items={"type": "string"}),
        [("parts[]", NEW), ("parts[]", OLD)],
    ),
    "items free": (changed(properties__parts__items=None), [("parts[]", OLD)]),
    "keyword that nobody knows": (
        changed(properties__id__contentEncoding="base64"),
        [("id", NEW)],
    ),
}

ALLOWED = {
    "nothing": BASE,
    "new optional field": changed(properties__size={"type": "integer", "default": 0}),
    "new optional field below": changed(
        defs__Part__properties__size={"anyOf": [{"type": "integer"}, {"type": "null"}]}
    ),
    "new optional object": changed(properties__extra={"$ref": "#/$defs/Part"}),
    "words": changed(description="A better word", properties__id__title="Id"),
    "order": changed(required=BASE["required"][::-1], properties__state__enum=["done", "open"]),
    "definition renamed": changed(
        defs__Piece=BASE["$defs"]["Part"], properties__parts__items={"$ref": "#/$defs/Piece"}
    ),
    "other fields forbidden to writers": changed(additionalProperties=False),
}


@pytest.mark.parametrize("name", BREAKING)
def test_change_breaks_somebody(name):
    schema, expected = BREAKING[name]
    assert sorted((each.at, each.reader) for each in breaking_changes(BASE, schema)) == sorted(
        expected
    )


@pytest.mark.parametrize("name", ALLOWED)
def test_change_breaks_nobody(name):
    assert breaking_changes(BASE, ALLOWED[name]) == []


def test_recursive_models_are_compared_once():
    tree = {"$ref": "#/$defs/Node", "$defs": {"Node": {"type": "object", "properties": {}}}}
    tree["$defs"]["Node"]["properties"]["next"] = {"$ref": "#/$defs/Node"}
    assert breaking_changes(tree, deepcopy(tree)) == []


def contract(**members):
    known = {"type": "thing.made", "version": 1, "topic": "things", "key": "user_id"}
    return {"written": True, "schema": BASE, **known, **members}


def promises(old, new, *, is_latest=True):
    return list(broken_promises(Release("1.0.0", old), Release("2.0.0", new), is_latest=is_latest))


def test_same_contracts_break_nothing():
    assert promises({"v1": contract()}, {"v1": contract()}) == []


@pytest.mark.parametrize("member", ["type", "topic", "key"])
def test_changed_name_topic_or_key_breaks(member):
    [said] = promises({"v1": contract()}, {"v1": contract(**{member: "other"})})
    assert f"its {member} was" in said


def test_schema_under_another_uri_without_a_new_version_breaks():
    [said] = promises({"urn:a:v1": contract()}, {"urn:b:v1": contract()})
    assert "not read any more" in said


def test_changed_schema_without_a_new_version_breaks():
    [said] = promises({"v1": contract()}, {"v1": contract(schema=BREAKING["field removed"][0])})
    assert said == "v1: note: the field is gone (breaks old readers)"


def test_new_version_beside_the_old_one_is_fine():
    newer = contract(version=2, schema=BREAKING["field removed"][0])
    old = contract(written=False)
    assert promises({"v1": contract()}, {"v1": old, "v2": newer}) == []


def test_new_version_in_place_of_the_old_one_breaks():
    [said] = promises({"v1": contract()}, {"v2": contract(version=2)})
    assert "v1: written by 1.0.0" in said


def test_new_version_on_another_topic_breaks():
    both = {"v1": contract(written=False), "v2": contract(version=2, topic="elsewhere")}
    [said] = promises({"v1": contract()}, both)
    assert said.startswith("v2: moved")


def test_version_that_the_last_release_only_read_may_go():
    before = {"v1": contract(written=False), "v2": contract(version=2)}
    assert promises(before, {"v2": contract(version=2)}) == []


def test_version_of_an_older_release_may_be_gone_but_not_changed():
    assert promises({"v1": contract()}, {}, is_latest=False) == []
    assert promises({"v1": contract()}, {"v1": contract(key="id")}, is_latest=False)


def test_removed_type_breaks():
    assert promises({"v1": contract()}, {})


def test_new_type_breaks_nothing():
    assert promises({}, {"v1": contract()}) == []
