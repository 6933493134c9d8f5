"""What a check has to say."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that is wrong, and where."""

    where: str
    """A file, or a render and an object in it: `kustomize/oke Deployment/api`."""
    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: {self.what}"


@dataclass(slots=True)
class Report:
    """One check that has run: over how much, and what it found."""

    check: str
    subjects: int
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    skipped: str = ""
    """Why it did not run; empty if it did."""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "check": self.check,
            "subjects": self.subjects,
            "findings": [
                {"where": each.where, "rule": each.rule, "what": each.what}
                for each in self.findings
            ],
            "seconds": round(self.seconds, 2),
            "skipped": self.skipped,
        }


class CannotValidate(Exception):
    """A check could not be carried out, which is no pass; the message says what to do."""
