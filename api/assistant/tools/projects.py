"""Projects are told, and found by their names."""

from typing import Any, Final

from api.assistant.plans import Outcome
from api.assistant.task_words import Person
from api.assistant.tools.phrases import NotUnderstood
from api.assistant.tools.tool import Arguments, Tool, ToolContext
from shared.core.plain import one_line, shortened

_PAGE: Final = 200
_MOST_PAGES: Final = 5
_MOST_NAMED: Final = 20
_NO_PROJECT: Final = frozenset({"inbox", "none", "no project"})


class ListProjects(Arguments):
    """Nothing has to be said."""


async def _list(context: ToolContext, _: ListProjects) -> Outcome:
    projects: list[dict[str, str]] = []
    query: dict[str, Any] = {"limit": _PAGE, "fields": "id,name"}
    for _page in range(_MOST_PAGES):
        page = (await context.caller.ask("GET", "/api/projects", query=query)).document
        projects += [{"id": each["id"], "name": one_line(each["name"])} for each in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    if not projects:
        return Outcome(ok=True, words="There are no projects.", facts={"projects": []})
    count = "1 project" if len(projects) == 1 else f"{len(projects)} projects"
    names = ", ".join(shortened(each["name"], 60) for each in projects)
    return Outcome(ok=True, words=f"{count}: {names}.", facts={"projects": projects})


def project_called(name: str, person: Person) -> str | None:
    """The id of their project of this name, in any case; None for inbox, which is no project.

    Raises:
        NotUnderstood: there is none.
    """
    wanted = name.strip().lstrip("#").strip('"').casefold()
    for identifier, each in person.projects.items():
        if each.casefold() == wanted:
            return identifier
    if wanted in _NO_PROJECT:
        return None
    names = [shortened(one_line(each), 60) for each in person.projects.values()]
    more = ", …" if len(names) > _MOST_NAMED else ""
    listed = f"There are: {', '.join(names[:_MOST_NAMED])}{more}."
    others = listed if names else "There are no projects yet."
    raise NotUnderstood(
        f"There is no project “{shortened(one_line(name), 60)}”. {others}",
        projects=names[:_MOST_NAMED],
    )


def project_words(project_id: str | None, person: Person) -> str:
    """The name of the project, for people."""
    if project_id is None:
        return "no project"
    return one_line(person.projects.get(project_id, "another project"))


LIST_PROJECTS = Tool(
    name="list_projects",
    title="List projects",
    description="List the names of the user's projects.",
    arguments=ListProjects,
    kind="read",
    run=_list,
)
