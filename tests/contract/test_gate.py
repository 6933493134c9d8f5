"""One gate: `make check`, the commit hooks and CI run the same commands."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def tool_and_subject(command: str) -> str:
    """The command without the options that make it mend rather than report."""
    return " ".join(word for word in command.split() if word != "." and not word.startswith("--"))


def test_commit_hooks_run_what_make_check_runs() -> None:
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert recipe is not None
    in_make = re.findall(r"\$\(BIN\)/(.*)", recipe[1])
    in_hooks = re.findall(
        r"^\s+entry: \.venv/bin/(.*)", (ROOT / ".pre-commit-config.yaml").read_text(), re.MULTILINE
    )
    assert in_make
    assert [tool_and_subject(c) for c in in_hooks] == [tool_and_subject(c) for c in in_make]


def test_commit_hooks_come_from_this_repository_alone() -> None:
    repositories = re.findall(r"repo: (.*)", (ROOT / ".pre-commit-config.yaml").read_text())
    assert repositories == ["local"]


def test_ci_runs_the_script_that_runs_the_gate_and_every_test() -> None:
    assert "run: bash .ci/run" in (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    script = (ROOT / ".ci" / "run").read_text().splitlines()
    assert "phase check make check" in script
    assert script[-2:] == ["phase test make test", "phase test-whole make test-whole"]


def test_every_test_is_run_by_one_of_the_two_targets() -> None:
    makefile = (ROOT / "Makefile").read_text()
    in_parts, selected = re.search(r"^IN_PARTS := (.*)", makefile, re.MULTILINE), []
    for target in ("test", "test-whole"):
        recipe = re.search(
            rf"^{target}:.*\n((?:(?:\t|if|else|endif).*\n)+)", makefile, re.MULTILINE
        )
        assert recipe is not None
        selected += re.findall(r"pytest -n \d \$\(IN_PARTS\) -m (.*)|pytest (tests/\S+)", recipe[1])
    assert in_parts is not None
    assert selected == [('"not slow"', ""), ("slow", ""), ("", "tests/e2e")]
    folders = {f"tests/{path.parent.name}" for path in ROOT.glob("tests/*/*test_*.py")}
    folders |= {f"tests/{path.parent.parent.name}" for path in ROOT.glob("tests/*/*/test_*.py")}
    by_themselves = {"tests/e2e", "tests/containers"}  # the latter needs Docker: test-containers
    assert set(re.findall(r"tests/\w+", in_parts[1])) == folders - by_themselves


def test_nothing_is_deployed_or_released_before_ci_has_passed_on_the_same_commit() -> None:
    for name, job in (
        ("deploy-staging.yml", "deploy"),
        ("deploy-production.yml", "deploy"),
        ("release.yml", "packages"),
        ("release.yml", "images"),
    ):
        jobs = yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text())["jobs"]
        assert jobs["ci"]["uses"] == "./.github/workflows/ci.yml"
        assert set(jobs["ci"]) == {"uses"}, "no condition, and nothing that would let it fail"
        needs = jobs[job]["needs"]
        assert "if" not in jobs[job], "it would go on after a failure"
        assert "ci" in ([needs] if isinstance(needs, str) else needs), (name, job)
    called = (ROOT / ".github" / "workflows" / "images.yml").read_text()
    assert yaml.safe_load(called)[True].keys() == {"workflow_call"}


def test_workflows_may_only_read_the_repository() -> None:
    without = [
        p.name for p in WORKFLOWS if "\npermissions:\n  contents: read\n" not in p.read_text()
    ]
    assert without == []
