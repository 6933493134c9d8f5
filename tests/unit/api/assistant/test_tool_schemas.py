"""What models and MCP clients see of the tools."""

import json

import pytest

from api.assistant.tools.catalogue import TOOLS

NAMES = [
    "find_tasks",
    "list_projects",
    "explain_schedule",
    "add_task",
    "create_project",
    "update_task",
    "stop_repeating",
    "complete_task",
    "reopen_task",
    "skip_task",
    "postpone_task",
    "snooze_task",
    "delete_task",
    "change_tasks",
    "undo",
]


def test_the_tools():
    assert list(TOOLS) == NAMES
    destructive = {name for name, tool in TOOLS.items() if tool.kind == "destructive"}
    assert destructive == {"stop_repeating", "delete_task", "change_tasks"}


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda one: one.name)
def test_a_schema_is_plain(tool):
    schema = tool.arguments.model_json_schema()
    text = json.dumps(schema)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    for unusual in ("$ref", "$defs", "oneOf", "allOf", "patternProperties"):
        assert unusual not in text
    for name, field in schema["properties"].items():
        kinds = {each["type"] for each in field.get("anyOf", [field])}
        assert kinds <= {"string", "integer", "boolean", "array", "null"}, name
        assert "format" not in field or field["format"] == "uuid"


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda one: one.name)
def test_no_tool_takes_a_computed_date(tool):
    text = json.dumps(tool.arguments.model_json_schema())
    assert '"date' not in text
    assert "date-time" not in text
