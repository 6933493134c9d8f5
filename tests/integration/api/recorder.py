"""What the application really answers, written down as examples for its description."""

import re
from http import HTTPStatus
from itertools import count

import orjson

from api.replay import NOT_ONCE
from tests.integration.api.harness import Api

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What is secret, or another each time, stands in examples as something of the same form.
_STAND_INS = (
    (re.compile(r"whsec_[A-Za-z0-9+/=]+"), "whsec_c2hvd24gb25jZSwgYW5kIG5ldmVyIGFnYWlu"),
    (re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]+"), "eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"),
    (re.compile(r'(?<="token":")[\w-]{43}(?=")'), "c2hvd24gb25jZQ"),
    (re.compile(r"rondel_refresh_[\w-]+"), "rondel_refresh_c2hvd24gb25jZQ"),
    (re.compile(r"rondel_api_[\w-]+"), "rondel_api_c2hvd24gb25jZQ"),
    (re.compile(r"(?<=\")\d{6}(?=\")"), "081804"),
    (re.compile(r"\b[A-Z2-7]{32}\b"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
    (
        re.compile(r"\b(?:[0-9a-hjkmnp-tv-z]{5}-){3}[0-9a-hjkmnp-tv-z]{5}\b"),
        "0abc1-def23-ghjk4-mnpq5",
    ),
    (re.compile(r"/feeds/[\w-]+\.ics"), "/feeds/rfeed_c2hvd24gb25jZQ.ics"),
)

_WEBAUTHN = re.compile(
    r'"(challenge|clientDataJSON|attestationObject|authenticatorData|signature|userHandle)"'
    r':"[\w-]+"'
)
_CREDENTIAL_ID = re.compile(r'"(id|rawId)":"[\w-]{43}"')


class Recorder:
    """Asks as `Api` does; the first good answer of each operation becomes its example.

    What takes an Idempotency-Key is asked twice under one: it happens once, with one answer.
    """

    def __init__(self, api: Api) -> None:
        self.api = api
        self.examples: dict[str, dict[str, object]] = {}
        self._keys = count(1)
        self._ids: dict[str, str] = {}

    async def ask(self, operation, method, path, person=None, body=None, *, lines=None, **options):
        """The answer, which is a good one of this operation; the example has its first lines."""
        if body is not None:
            options["json"] = body
        is_once = method == "POST" and operation not in NOT_ONCE
        key = {"idempotency-key": f"key-{next(self._keys)}"} if is_once else {}
        answer = await self.api.ask(method, path, person, headers=key, **options)
        assert answer.is_success, (operation, answer.status_code, answer.text)
        if is_once:
            again = await self.api.ask(method, path, person, headers=key, **options)
            assert (again.status_code, again.content) == (answer.status_code, answer.content)
            assert again.headers["idempotent-replayed"] == "true"
        assert self._operation_at(method, answer.request.url.path) == operation
        if operation not in self.examples:
            sent = options.get("content", body)
            example = {} if sent is None else {"request": self._shown(sent)}
            if answer.status_code != HTTPStatus.NO_CONTENT and answer.content:
                example["answer"] = self._shown(_content_of(answer, lines))
            self.examples[operation] = example
        return answer

    async def made(self, operation, method, path, person=None, body=None, **options):
        """The document that was answered."""
        return (await self.ask(operation, method, path, person, body, **options)).json()

    def _operation_at(self, method, path):
        for route in self.api.app.routes:
            if method in route.methods and route.path_regex.match(path):
                return route.operation_id
        return None

    def _shown(self, content):
        """With an id for each id, in the order in which they came up, and without secrets."""
        if isinstance(content, bytes):
            content = content.decode()
        text = orjson.dumps(content).decode()
        text = _UUID.sub(lambda found: self._stand_in(found[0]), text)
        for pattern, instead in _STAND_INS:
            text = pattern.sub(instead, text)
        text = _WEBAUTHN.sub(r'"\1":"YmFzZTY0dXJs"', text)
        text = _CREDENTIAL_ID.sub(r'"\1":"cGFzc2tleQ"', text)
        return orjson.loads(text)

    def _stand_in(self, identifier):
        number = 0xA1 + len(self._ids)
        return self._ids.setdefault(identifier, f"01932f00-0000-7000-8000-{number:012x}")


def _content_of(answer, lines):
    if answer.headers["content-type"].startswith("application/json"):
        return answer.json()
    return "".join(answer.text.splitlines(keepends=True)[:lines])


def without_ids(value):
    """A document in which all ids are the same: they come in another order now and then."""
    return orjson.loads(_UUID.sub("id", orjson.dumps(value).decode()))


def shape(value):
    """The kinds of what is in a document: two answers with one shape say the same otherwise."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        kinds = {orjson.dumps(shape(each), option=orjson.OPT_SORT_KEYS) for each in value}
        return [orjson.loads(kind) for kind in sorted(kinds)]
    return type(value).__name__
