"""All tools, by name."""

from collections.abc import Mapping
from typing import Final

from api.assistant.tools.adding import ADD_TASK
from api.assistant.tools.bulk import CHANGE_TASKS
from api.assistant.tools.ending import COMPLETE_TASK, DELETE_TASK, REOPEN_TASK, SKIP_TASK
from api.assistant.tools.finding import FIND_TASKS
from api.assistant.tools.making import CREATE_PROJECT
from api.assistant.tools.moving import POSTPONE_TASK, SNOOZE_TASK
from api.assistant.tools.projects import LIST_PROJECTS
from api.assistant.tools.repeating import STOP_REPEATING
from api.assistant.tools.schedules import EXPLAIN_SCHEDULE
from api.assistant.tools.tool import Tool
from api.assistant.tools.undoing import UNDO
from api.assistant.tools.updating import UPDATE_TASK

TOOLS: Final[Mapping[str, Tool]] = {
    each.name: each
    for each in (
        FIND_TASKS,
        LIST_PROJECTS,
        EXPLAIN_SCHEDULE,
        ADD_TASK,
        CREATE_PROJECT,
        UPDATE_TASK,
        STOP_REPEATING,
        COMPLETE_TASK,
        REOPEN_TASK,
        SKIP_TASK,
        POSTPONE_TASK,
        SNOOZE_TASK,
        DELETE_TASK,
        CHANGE_TASKS,
        UNDO,
    )
}
