"""What a tool is: typed arguments, and a plan or an outcome."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from api.assistant.caller import Caller
from api.assistant.plans import Outcome, Plan
from api.assistant.task_words import Person

Kind = Literal["read", "change", "destructive"]


class Arguments(BaseModel):
    """Arguments of a tool: what is not in the schema is refused, never guessed at.

    A null is an argument that was left out: models fill all of a form.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _without_nulls(cls, value: object) -> object:
        if not isinstance(value, Mapping):
            return value
        return {name: each for name, each in value.items() if each is not None}


@dataclass(frozen=True, slots=True)
class ToolContext:
    """Who uses the tool, and the API as they may use it."""

    caller: Caller
    person: Person


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing that can be asked for, as models and MCP clients see it.

    `run` never changes anything itself: a changing tool answers a plan, which `use_tool` carries
    out or keeps until somebody says yes.
    """

    name: str
    title: str
    description: str
    arguments: type[Arguments]
    kind: Kind
    run: Callable[[ToolContext, Any], Awaitable[Outcome | Plan]]
