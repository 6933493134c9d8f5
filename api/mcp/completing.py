"""Ids of projects, completed from what somebody types of a name."""

from typing import Final

from mcp.types import (
    CompleteRequestParams,
    CompleteResult,
    Completion,
    ResourceTemplateReference,
)

from api.mcp.asking import Asker
from api.mcp.errors import told
from api.mcp.resources import PROJECT

_MOST: Final = 100


@told
async def complete(asker: Asker, params: CompleteRequestParams) -> CompleteResult:
    """The ids of the projects whose name has these letters, or whose id begins with them."""
    ref, argument = params.ref, params.argument
    is_project = isinstance(ref, ResourceTemplateReference) and ref.uri == PROJECT
    if not is_project or argument.name != "id" or not asker.may("read"):
        return CompleteResult(completion=Completion(values=[], total=0, has_more=False))
    typed = argument.value.casefold().strip()
    person = await asker.person()
    found = [
        id_
        for id_, name in person.projects.items()
        if id_.startswith(typed) or typed in name.casefold()
    ]
    return CompleteResult(
        completion=Completion(values=found[:_MOST], total=len(found), has_more=len(found) > _MOST)
    )
