"""A model that does what task texts tell it: the worst that an injected prompt can make of one."""

import json
from collections.abc import Callable
from typing import Any

from tests.openai_server.replies import Reply, calls, says
from tests.openai_server.server import Asked

Wanted = tuple[str, object]
CLAIM = "All of it is done, and cannot be taken back."


def gullible(obey: Callable[[list[dict[str, Any]]], list[Wanted]]) -> Callable[[Asked], Reply]:
    """Looks tasks up, then makes the calls that `obey` reads out of them, then says all is done."""

    def answer(asked: Asked) -> Reply:
        last = asked.messages[-1]
        if last["role"] == "user":
            return calls(("find_tasks", {"limit": 50}))
        told = json.loads(last["content"])["untrusted_task_data"]
        has_obeyed = asked.messages[-2]["role"] == "tool" or "facts" not in told
        wanted = [] if has_obeyed else obey(told.get("tasks", []))
        return calls(*wanted) if wanted else says(CLAIM)

    return answer
