"""All tools, by name."""

from collections.abc import Mapping
from typing import Final

from api.assistant.tools.adding import ADD_TASK
from api.assistant.tools.finding import FIND_TASKS
from api.assistant.tools.tool import Tool

TOOLS: Final[Mapping[str, Tool]] = {each.name: each for each in (FIND_TASKS, ADD_TASK)}
