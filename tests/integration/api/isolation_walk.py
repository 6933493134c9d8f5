"""Goes through all operations as somebody whose the ids are not."""

import re
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import uuid4

from api.routes.batch import _NOT_INSIDE, _NOT_KEYED
from tests.integration.api.harness import Api, Person
from tests.integration.api.isolation_cases import KEPT_FOR_OWNERS, STREAMS, Operation, Slot
from tests.integration.api.isolation_rehearsal import (
    RehearsalDatabase,
    digest_of,
    tables_with,
)
from tests.integration.api.isolation_world import World

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_OWN_TO_ANSWER = {"x-request-id", "date", "server-timing"}


@dataclass
class Report:
    """What was tried, and what was wrong."""

    operations: set[str] = field(default_factory=set)
    tried: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    unfed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{number} {name}" for name, number in sorted(self.tried.items()))
        return (
            f"{len(self.operations)} operations, {self.tried.total()} requests ({kinds}), "
            f"{len(self.leaks)} leaks"
        )


@dataclass
class Walk:
    """The victim's ids in the attacker's requests, each in a transaction that is rolled back."""

    api: Api
    db: RehearsalDatabase
    victim: World
    attacker: World
    operator: Person
    admin: Person
    programs: dict[str, Person]
    report: Report = field(default_factory=Report)

    async def go(self, operations: list[Operation]) -> Report:
        for operation in operations:
            if operation.name in STREAMS:
                continue
            self.report.operations.add(operation.name)
            operation.unfed += [
                f"nothing is planted of kind {slot.kind}"
                for slot in operation.slots
                if slot.kind not in self.victim.ids
            ]
            self.report.unfed += [f"{operation.name}: {each}" for each in operation.unfed]
            if operation.unfed:
                continue
            await self._prove(operation)
            for slot in operation.slots:
                await self._try(operation, slot)
            await self._try_all_at_once(operation)
        return self.report

    async def _prove(self, operation: Operation) -> None:
        """Its owner may do the same; then nobody may do it after them, with the same key."""
        owner = self.operator if operation.scope == "ops" else self.victim.person
        if operation.path.startswith("/api/admin/"):
            owner = self.admin
        for slot in _alone(operation):
            request = operation.request(slot, self.victim.ids, self.victim.ids)
            async with self.db.rehearsal() as connection:
                key = {"idempotency-key": "the-same"} if _takes_key(operation) else {}
                answer = await self._send(owner, request, key)
                if not answer.is_success:
                    said = f"{answer.status_code} {answer.text[:200]}"
                    self.report.unproven.append(f"{operation.name} {slot}: {said}")
                if slot is None:
                    continue
                before = await digest_of(connection, self.victim.person)
                again = await self._send(self.attacker.person, request, key)
                self._judge(operation, slot, "after its owner", again)
                if "idempotent-replayed" in again.headers:
                    self._leak(operation, slot, "after its owner", "another's answer was replayed")
                await self._is_unchanged(connection, before, operation, slot, "after its owner")

    async def _try(self, operation: Operation, slot: Slot) -> None:
        own, nobody = self.attacker.ids, _made_up(self.victim)
        expected = await self._attempt(operation, slot, "made up", nobody, own)
        others = await self._attempt(operation, slot, "another's", self.victim.ids, own)
        self._same(operation, slot, "another's", expected, others)
        for case, gone in (
            ("deleted", self.attacker.gone),
            ("another's deleted", self.victim.gone),
        ):
            if slot.kind in gone:
                ids = {**nobody, slot.kind: gone[slot.kind]}
                found = await self._attempt(operation, slot, case, ids, own)
                if operation.name not in KEPT_FOR_OWNERS or case != "deleted":
                    self._same(operation, slot, case, expected, found)
        for header in sorted(operation.headers & {"if-match", "if-none-match"}):
            for tag in ('"1"', '"2"', "*"):
                sent = {header: tag}
                one = await self._attempt(operation, slot, header, nobody, own, sent)
                two = await self._attempt(operation, slot, header, self.victim.ids, own, sent)
                self._same(operation, slot, header, one, two)
        await self._try_in_batch(operation, slot)
        await self._try_as_program(operation, slot)

    async def _try_all_at_once(self, operation: Operation) -> None:
        """All ids of the request are the victim's; for what takes no id, the attacker's request."""
        await self._attempt(operation, None, "all at once", self.victim.ids, self.attacker.ids)
        if operation.scope is not None:
            request = operation.request(None, self.victim.ids, self.victim.ids)
            async with self.db.rehearsal():
                answer = await self._send(None, request, {})
            self.report.tried["nobody"] += 1
            if answer.status_code != HTTPStatus.UNAUTHORIZED:
                self._leak(operation, None, "nobody", f"answered {answer.status_code}")

    async def _try_in_batch(self, operation: Operation, slot: Slot) -> None:
        own, answers = self.attacker.ids, []
        for ids in (_made_up(self.victim), self.victim.ids):
            method, path, options = operation.request(slot, ids, own)
            if _NOT_INSIDE.fullmatch(path.partition("?")[0]) or "content" in options:
                return
            inner = {"method": method, "path": path}
            if "json" in options:
                inner["body"] = options["json"]
            request = ("POST", "/api/batch", {"json": {"requests": [inner]}})
            keyed = {} if _NOT_KEYED.fullmatch(path) else {"idempotency-key": "a-batch"}
            answers.append(await self._sent(operation, slot, "batch", request, ids, keyed))
        self._same(operation, slot, "batch", *answers)

    async def _try_as_program(self, operation: Operation, slot: Slot) -> None:
        request = operation.request(slot, self.victim.ids, self.attacker.ids)
        for scope, program in self.programs.items():
            case = f"token {scope}"
            async with self.db.rehearsal() as connection:
                before = await digest_of(connection, self.victim.person)
                answer = await self._send(program, request, {})
                self.report.tried["API token"] += 1
                self._judge(operation, slot, case, answer)
                await self._is_unchanged(connection, before, operation, slot, case)
            is_refused = operation.scope not in {None, scope} and scope != "all"
            if is_refused and answer.status_code != HTTPStatus.FORBIDDEN:
                self._leak(operation, slot, case, f"answered {answer.status_code}")

    async def _attempt(self, operation, slot, case, ids, own, headers=None):  # noqa: PLR0917 - a case, as it is told of
        request = operation.request(slot, ids, own)
        return await self._sent(operation, slot, case, request, ids, headers or {})

    async def _sent(self, operation, slot, case, request, ids, headers):  # noqa: PLR0917 - a case, as it is told of
        """The attacker's request was judged; its answer, without what is another each time."""
        self.report.tried[case] += 1
        async with self.db.rehearsal() as connection:
            before = await digest_of(connection, self.victim.person)
            answer = await self._send(self.attacker.person, request, headers)
            self._judge(operation, slot, case, answer, request)
            await self._is_unchanged(connection, before, operation, slot, case)
        return _plain(answer, ids)

    async def _send(self, person, request, headers):
        method, path, options = request
        return await self.api.ask(method, path, person, headers=headers, **options)

    def _judge(self, operation, slot, case, answer, request=None) -> None:
        """Nothing of the victim is in the answer but what was in the question."""
        said = f"{answer.text}\n{answer.headers}"
        if self.victim.mark in said:
            self._leak(operation, slot, case, f"says the mark: {said[:300]}")
        asked = str(request) + str(answer.request.url) + answer.request.content.decode()
        known = {*self.victim.ids.values(), *self.victim.gone.values()}
        told = (set(_UUID.findall(said)) & known) - set(_UUID.findall(asked))
        if told:
            self._leak(operation, slot, case, f"tells ids: {sorted(told)}")

    def _same(self, operation, slot, case, expected, found) -> None:
        if expected != found:
            self._leak(operation, slot, case, f"differs from made up: {expected} {found}")

    async def _is_unchanged(self, connection, before, operation, slot, case) -> None:
        after = await digest_of(connection, self.victim.person)
        if before != after:
            changed = sorted(name for name in before if before[name] != after[name])
            self._leak(operation, slot, case, f"changed the victim's {changed}")
        if marked := await tables_with(connection, self.attacker.person, self.victim.mark):
            self._leak(operation, slot, case, f"the mark is in the attacker's {marked}")

    def _leak(self, operation, slot, case, what) -> None:
        self.report.leaks.append(f"{operation.name} {slot} [{case}]: {what}")


def _alone(operation: Operation) -> list[Slot | None]:
    """Each way to send what its owner may: all of the path, and each other place by itself."""
    bodies = [slot for slot in operation.slots if slot.where != "path"]
    paths = [slot for slot in operation.slots if slot.where == "path"]
    return [*paths[:1], *bodies]


def _takes_key(operation: Operation) -> bool:
    return "idempotency-key" in operation.headers


def _made_up(world: World) -> dict[str, str]:
    return {kind: str(uuid4()) for kind in world.ids}


def _plain(answer, ids):
    """Status, headers and body, with one word for each id."""
    known = {identifier: kind for kind, identifier in ids.items()}

    def plain(said):
        return _UUID.sub(lambda found: known.get(found[0], "other"), said)

    body = answer.text.replace(answer.headers["x-request-id"], "request")
    body = re.sub(r'"x-request-id":"[^"]*"|"instance":"[^"]*"', "", body)
    headers = {
        name: plain(value) for name, value in answer.headers.items() if name not in _OWN_TO_ANSWER
    }
    return answer.status_code, headers, _INSTANT.sub("then", plain(body))
