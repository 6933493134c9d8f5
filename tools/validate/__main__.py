"""`python -m tools.validate [--json] [--only NAME ...]`: what is deployed is as it should be.

Exit code 0: nothing was found; 1: something was; 2: a check could not be carried out.
docs/validation.md says what each check is for.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

from tools.validate import checkov, linters
from tools.validate.crds import definitions
from tools.validate.findings import CannotValidate, Finding, Report
from tools.validate.monitoring import check_monitoring
from tools.validate.places import tracked
from tools.validate.policies import check_policies
from tools.validate.renders import Render, render_all, targets, unused_components, unused_files
from tools.validate.schemas import check_schemas
from tools.validate.trying import check_settings

Result = tuple[int, list[Finding]]
_SHOWN = 40


class _Renders:
    """The renders, made by the first check that needs them."""

    def __init__(self) -> None:
        self._made: tuple[list[Render], list[Finding]] | None = None

    @property
    def good(self) -> list[Render]:
        return self._all()[0]

    def check(self) -> Result:
        good, bad = self._all()
        return len(good) + len(bad), [*bad, *unused_components(), *unused_files()]

    def over(self, check: Callable[[list[Render]], list[Finding]]) -> Result:
        return sum(len(each.objects) for each in self.good), check(self.good)

    def _all(self) -> tuple[list[Render], list[Finding]]:
        if self._made is None:
            names = targets()
            if not names:
                raise CannotValidate("there is no kustomization below kustomize/")
            self._made = render_all(names)
        return self._made


def _files(check: Callable[[Sequence[str]], list[Finding]], files: list[str]) -> Result:
    return len(files), check(files)


def _terraform_fmt() -> Result | str:
    if shutil.which("terraform") is None:
        return "terraform is not installed"
    files = tracked("*.tf", "*.tfvars", "*.tftest.hcl")
    return len(files), linters.terraform_fmt(["infra/terraform"]) if files else []


def checks() -> dict[str, Callable[[], Result | str]]:
    """Every check, by its name, in the order in which they run."""
    renders = _Renders()
    return {
        "render": renders.check,
        "schemas": lambda: renders.over(lambda all_: check_schemas(all_, definitions())),
        "policies": lambda: renders.over(check_policies),
        "settings": lambda: check_settings(renders.good),
        "monitoring": lambda: check_monitoring(renders.good),
        "hadolint": lambda: _files(linters.hadolint, linters.dockerfiles()),
        "shellcheck": lambda: _files(linters.shellcheck, linters.scripts()),
        "actionlint": lambda: _files(linters.actionlint, linters.workflows()),
        "zizmor": lambda: _files(linters.zizmor, linters.workflows()),
        "terraform-fmt": _terraform_fmt,
        "checkov": lambda: renders.over(checkov.check_renders),
        "checkov-docker": lambda: _files(
            partial(checkov.check_files, "dockerfile"), linters.dockerfiles()
        ),
        "checkov-terraform": lambda: _files(
            partial(checkov.check_files, "terraform"), tracked("*.tf")
        ),
    }


def reports(names: Sequence[str]) -> Iterator[Report]:
    """What each of these checks has found, as soon as it has."""
    for name, check in checks().items():
        if names and name not in names:
            continue
        start = monotonic()
        result = check()
        report = Report(name, 0, seconds=monotonic() - start)
        if isinstance(result, str):
            yield replace(report, skipped=result)
        else:
            yield replace(report, subjects=result[0], findings=sorted(set(result[1])))


def main(arguments: Sequence[str]) -> int:
    """Run the checks, print what they found, and say by the exit code whether it is anything."""
    parser = argparse.ArgumentParser(prog="make validate")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--only", nargs="+", default=[], choices=checks(), metavar="NAME")
    asked = parser.parse_args(arguments)
    done = []
    try:
        for report in reports(asked.only):
            done.append(report)
            if not asked.json:
                _print(report)
    except CannotValidate as error:
        print(f"cannot validate: {error}", file=sys.stderr)
        return 2
    found = sum(len(report.findings) for report in done)
    if asked.json:
        print(json.dumps([report.as_json() for report in done], indent=2))
    else:
        seconds = sum(report.seconds for report in done)
        print(f"{'all':<18} {'':>7} {found:>8} {seconds:>7.1f} s")
    return 1 if found else 0


def _print(report: Report) -> None:
    if report.check == "render":
        print(f"{'check':<18} {'over':>7} {'findings':>8} {'took':>9}")
    if report.skipped:
        print(f"{report.check:<18} SKIPPED: {report.skipped}", flush=True)
        return
    row = f"{report.check:<18} {report.subjects:>7} {len(report.findings):>8}"
    print(f"{row} {report.seconds:>7.1f} s", flush=True)
    for finding in report.findings[:_SHOWN]:
        print(f"  {finding}", flush=True)
    if len(report.findings) > _SHOWN:
        print(f"  and {len(report.findings) - _SHOWN} more: --json has them all", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
