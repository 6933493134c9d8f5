"""The list of rules, and what a file's escape comments do to their findings."""

from collections.abc import Callable, Iterator

from tools.house_rules import honesty, structure, text
from tools.house_rules.source import Finding, Source

Rule = Callable[[Source], Iterator[tuple[int, str]]]

RULES: dict[str, Rule] = {
    "commit": structure.commit,
    "file-length": structure.file_length,
    "function-length": structure.function_length,
    "lock-address": text.lock_address,
    "log-event": honesty.log_event,
    "machine-path": text.machine_path,
    "metric-home": structure.metric_home,
    "owned-import": structure.owned_import,
    "registry-host": text.registry_host,
    "silence-without-reason": honesty.silence_without_reason,
    "sleep-in-test": honesty.sleep_in_test,
    "swallowed-error": honesty.swallowed_error,
    "test-without-assert": honesty.test_without_assert,
}


def check(source: Source) -> list[Finding]:
    """What is wrong with the file, in order of lines; its escapes are judged with it."""
    try:
        found = [
            Finding(source.path, line, name, message)
            for name, rule in RULES.items()
            for line, message in rule(source)
        ]
    except SyntaxError as error:
        return [Finding(source.path, error.lineno or 1, "syntax", error.msg)]
    return sorted([*_left_over(found, source), *_bad_escapes(found, source)])


def _left_over(found: list[Finding], source: Source) -> list[Finding]:
    allowed = {
        (escape.rule, line) for escape in source.escapes if escape.reason for line in escape.covered
    }
    return [finding for finding in found if (finding.rule, finding.line) not in allowed]


def _bad_escapes(found: list[Finding], source: Source) -> Iterator[Finding]:
    broken = {(finding.rule, finding.line) for finding in found}
    for escape in source.escapes:
        if escape.rule not in RULES:
            message = f"there is no rule {escape.rule}"
        elif escape.reason is None:
            message = "give the reason: `house: allow <rule> -- reason`"
        elif not any((escape.rule, line) in broken for line in escape.covered):
            message = f"nothing here breaks {escape.rule}; remove the comment"
        else:
            continue
        yield Finding(source.path, escape.line, "escape", message)
