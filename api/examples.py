"""One real example of what each operation takes and answers, for the description of the API.

`examples.json` was recorded from the running application; a test plays it again and compares.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import orjson

_RECORDED: Final[Mapping[str, dict[str, Any]]] = orjson.loads(
    Path(__file__).with_name("examples.json").read_bytes()
)

BY_HAND: Final[Mapping[str, dict[str, Any]]] = {
    # A stream has no end that could be recorded.
    "stream_events": {
        "answer": "retry: 3000\nid: 3:41\nevent: ready\ndata: {}\n\n"
        'id: 3:42\nevent: task.changed\ndata: {"user_id":"01932f00-0000-7000-8000-0000000000a1",'
        '"task_id":"01932f00-0000-7000-8000-0000000000a7","task_version":3,"change":"deleted",'
        '"task":null}\n\n',
    },
    # The provider would have to be there.
    "begin_link": {
        "request": {"provider": "work", "next": "/settings"},
        "answer": {
            "url": "https://id.example.com/authorize?response_type=code&client_id=rondel"
            "&redirect_uri=https%3A%2F%2Frondel.example.com%2Fapi%2Fauth%2Foidc%2Fwork%2Fcallback"
            "&scope=openid+email+profile&state=c3RhdGU&nonce=bm9uY2U"
            "&code_challenge=Y29kZSBjaGFsbGVuZ2U&code_challenge_method=S256"
        },
    },
}

EXAMPLES: Final = {**_RECORDED, **BY_HAND}
"""By operation: `request`, if it has a body, and `answer`, if that has one."""
