"""What goes wrong with a model, sorted as its reader is told."""

from typing import Final, Literal

from api.assistant.agent import AgentFailed, NoticeCode

FailureKind = Literal["unavailable", "slow", "broken", "used_up"]

_CODES: Final[dict[FailureKind, NoticeCode]] = {
    "unavailable": "model_unavailable",
    "slow": "model_slow",
    "broken": "model_nonsense",
    "used_up": "tokens_used_up",
}
_WORDS: Final[dict[NoticeCode, str]] = {
    "model_unavailable": "The model cannot be reached.",
    "model_slow": "The model took too long.",
    "model_nonsense": "The model's answer made no sense.",
    "model_broke_off": "The model broke off before it was ready.",
    "tokens_used_up": "The tokens of today are used up.",
}
_ALWAYS_TOLD: Final = frozenset[FailureKind]({"slow", "used_up"})


class ModelFailed(Exception):
    """The model cannot be used further; `reason` is for the log: no key and no text in it."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind: FailureKind = kind
        self.reason = reason


def agent_failed(failed: ModelFailed, *, has_shown: bool) -> AgentFailed:
    """The same for readers. `has_shown`: something was said before, or done."""
    code = _CODES[failed.kind]
    if has_shown and failed.kind not in _ALWAYS_TOLD:
        code = "model_broke_off"
    return AgentFailed(code, _WORDS[code])
