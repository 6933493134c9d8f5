"""Projects are made, and a task put there at once."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.assistant.plans import Outcome, Plan, Step
from api.assistant.task_words import quoted
from api.assistant.tools.phrases import NotUnderstood
from api.assistant.tools.projects import project_called, project_words
from api.assistant.tools.tasks import change_of, read_task
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from shared.commands.naming import NAME_MAX
from shared.core.plain import one_line

_PROJECTS = "/api/projects"


class CreateProject(Arguments):
    """How it is called, and which task it is made for."""

    name: Annotated[str, Field(min_length=1, max_length=NAME_MAX)] = Field(
        description="Name of the project, without #"
    )
    task_id: UUID | None = Field(
        default=None, description="This task is put there, after the user has said yes"
    )


async def _create(context: ToolContext, wanted: CreateProject) -> Outcome | Plan:
    name = one_line(wanted.name).strip().lstrip("#").strip()
    _refuse_known(context, name)
    make = Step("POST", _PROJECTS, {"name": name})
    made = change_of(None, name, "project", "", "new")
    if wanted.task_id is None:
        return Plan(
            words=f"Make the project {quoted(name)}",
            done_words=f"Made the project {quoted(name)}.",
            steps=(make,),
            changes=(made,),
        )
    task = await read_task(context, wanted.task_id)
    put = task.step("PATCH", "", {})
    put = Step(put.method, put.path, put.body, put.version, takes_made="project_id")
    before = project_words(task.document["project_id"], context.person)
    return Plan(
        words=f"Make the project {quoted(name)} and put {task.quoted} there",
        done_words=f"Made the project {quoted(name)} and put {task.quoted} there.",
        steps=(make, put),
        changes=(made, task.change("project", before, name)),
        needs_confirmation=True,
    )


def _refuse_known(context: ToolContext, name: str) -> None:
    try:
        known = project_called(name, context.person)
    except NotUnderstood:
        return
    if known is None:
        raise NotUnderstood(f"{quoted(name)} cannot be the name of a project.")
    raise NotUnderstood(f"There is a project {quoted(name)} already.")


CREATE_PROJECT = Tool(
    name="create_project",
    title="Create a project",
    description="Make a project of this name; with task_id, propose to put that task there.",
    arguments=CreateProject,
    kind="change",
    run=_create,
)
