"""`make validate` finds a fault of each kind, and says so when it cannot look."""

import json
from pathlib import Path

import pytest
import yaml

from tests.manifests.good import as_render, good, objects
from tools.validate import checkov, linters, places
from tools.validate.__main__ import checks, main
from tools.validate.crds import definitions
from tools.validate.findings import CannotValidate, Finding
from tools.validate.monitoring import check_monitoring
from tools.validate.places import ROOT
from tools.validate.renders import Render, render_all, targets, unused_components, unused_files
from tools.validate.schemas import VERSIONS, check_schemas

DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "a"},
    "spec": {
        "selector": {"matchLabels": {"a": "b"}},
        "template": {
            "metadata": {"labels": {"a": "b"}},
            "spec": {"containers": [{"name": "a", "image": "a:1"}]},
        },
    },
}


def lines(found: list[Finding]) -> list[str]:
    return [f"{each.where} {each.rule}" for each in found]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture(scope="module")
def custom() -> list[dict[str, object]]:
    return definitions()


# Renders


def test_an_overlay_is_rendered_and_a_broken_one_is_a_finding(tmp_path):
    root = write(
        tmp_path,
        {
            "k8s/base/kustomization.yaml": "resources: [a.yaml]\n",
            "k8s/base/a.yaml": "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n",
            "kustomize/good/kustomization.yaml": "resources: [../../k8s/base]\n",
            "kustomize/bad/kustomization.yaml": "resources: [../../k8s/nowhere]\n",
            "kustomize/old/kustomization.yaml": "bases: [../../k8s/base]\n",
        },
    )
    assert targets(root) == ["kustomize/bad", "kustomize/good", "kustomize/old"]
    made, found = render_all(targets(root), root)
    assert [each.target for each in made] == ["kustomize/good"]
    assert [each["kind"] for each in made[0].objects] == ["ServiceAccount"]
    assert lines(found) == ["kustomize/bad render", "kustomize/old render"]
    assert "deprecated" in found[1].what


def test_a_component_is_no_overlay_and_one_that_nobody_uses_is_a_finding(tmp_path):
    kind = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    root = write(
        tmp_path,
        {
            "k8s/components/used/kustomization.yaml": kind,
            "k8s/components/unused/kustomization.yaml": kind,
            "k8s/base/kustomization.yaml": "components: [../components/used]\n",
            "kustomize/a/kustomization.yaml": "resources: [../../k8s/base]\n",
            "kustomize/part/kustomization.yaml": kind,
        },
    )
    assert targets(root) == ["kustomize/a"]
    assert lines(unused_components(root)) == ["k8s/components/unused unused"]


def test_a_file_that_no_kustomization_names_is_a_finding(tmp_path):
    root = write(
        tmp_path,
        {
            "k8s/base/kustomization.yaml": "resources: [a.yaml, not-b.yaml]\n",
            "k8s/base/a.yaml": "",
            "k8s/base/b.yaml": "",
            "k8s/README.md": "",
        },
    )
    assert lines(unused_files(root)) == ["k8s/base/b.yaml unused"]
    assert unused_files() == []


def test_what_other_readers_of_yaml_stumble_over_is_a_finding(tmp_path):
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: =}\n"
    root = write(
        tmp_path,
        {"kustomize/a/kustomization.yaml": "resources: [a.yaml]\n", "kustomize/a/a.yaml": text},
    )
    _, found = render_all(["kustomize/a"], root)
    assert [each.rule for each in found] == ["render"]
    assert "not readable" in found[0].what


# Schemas


def test_built_in_kinds_are_held_against_every_version():
    wrong = json.loads(json.dumps(DEPLOYMENT))
    wrong["spec"]["replica"] = 2
    wrong["spec"]["template"]["spec"]["containers"][0]["ports"] = [{"containerPort": "80"}]
    found = check_schemas([as_render([DEPLOYMENT, wrong])], [])
    assert {each.where for each in found} == {"kustomize/good Deployment/a"}
    assert sorted(each.rule for each in found) == sorted(2 * [f"schema-{v}" for v in VERSIONS])
    assert any("'replica' was unexpected" in each.what for each in found)
    assert any("containerPort: '80' is not of type 'integer'" in each.what for each in found)


def test_a_kind_that_nobody_knows_is_a_finding(custom):
    old = {"apiVersion": "kafka.strimzi.io/v1beta2", "kind": "Kafka", "metadata": {"name": "a"}}
    gone = {"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {}}
    found = check_schemas([as_render([old, gone])], custom, ["1.36"])
    assert [each.rule for each in found] == ["unknown-kind", "unknown-kind"]


@pytest.mark.parametrize(
    ("version", "kind", "spec", "wrong"),
    [
        (
            "kafka.strimzi.io/v1", "KafkaUser",
            {"authorization": {"type": "simple", "acls": [
                {"resource": {"type": "topic", "name": "a"}, "operation": "Read"},
            ]}},
            "spec.authorization.acls.0",
        ),
        ("kafka.strimzi.io/v1", "Kafka", {"kafka": {"replicas": 3, "listeners": []}}, "spec.kafka"),
        (
            "keda.sh/v1alpha1", "ScaledObject",
            {"scaleTargetRef": {"name": "a"}, "triggers": [
                {"type": "kafka", "metadata": {"lagThreshold": 5}},
            ]},
            "spec.triggers.0.metadata.lagThreshold",
        ),
        (
            "gateway.networking.k8s.io/v1", "HTTPRoute",
            {"rules": [{"backendRef": [{"name": "a", "port": 80}]}]},
            "spec.rules.0",
        ),
        (
            "cert-manager.io/v1", "ClusterIssuer",
            {"acme": {"server": "https://acme.example.com", "privateKeySecretRef": {}}},
            "spec.acme.privateKeySecretRef",
        ),
        (
            "external-secrets.io/v1", "ClusterSecretStore",
            {"provider": {"oracle": {"vault": "a"}}},
            "spec.provider.oracle",
        ),
        (
            "monitoring.coreos.com/v1", "PrometheusRule",
            {"groups": [{"name": "a", "rules": [{"alert": "A"}]}]},
            "spec.groups.0.rules.0",
        ),
        ("postgresql.cnpg.io/v1", "Cluster", {"instances": "3"}, "spec.instances"),
        (
            "gateway.envoyproxy.io/v1alpha1", "EnvoyProxy",
            {"provider": {"type": "Nomad"}},
            "spec.provider.type",
        ),
    ],
)  # fmt: skip
def test_custom_resources_are_held_against_their_crds(custom, version, kind, spec, wrong):
    thing = {"apiVersion": version, "kind": kind, "metadata": {"name": "a"}, "spec": spec}
    found = check_schemas([as_render([thing])], custom)
    assert wrong in {each.what.split(":")[0] for each in found}


def test_the_good_render_fits_every_schema(custom):
    assert check_schemas([good()], custom) == []


# What Prometheus and Alertmanager read


def planted(change) -> Render:
    things = {f"{each['kind']}/{each['metadata']['name']}": each for each in objects()}
    change(things)
    return as_render(list(things.values()))


def test_the_settings_of_the_good_render_are_read():
    assert check_monitoring([good()]) == (1, [])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda data: data.pop("prometheus.yml"), "no ConfigMap gives it /etc/prometheus/"),
        (
            lambda data: data.update({"prometheus.yml": "rule_files: [a.yml]\nscrape_configs: []"}),
            "no file is at a.yml",
        ),
        (lambda data: data.update({"prometheus.yml": "scrape_configs: [{job: a}]"}), "job"),
        (
            lambda data: data.update({"events.yaml": "groups: [{name: a, rules: [{expr: 'a('}]}]"}),
            "FAILED",
        ),
    ],
)
def test_settings_that_prometheus_would_not_take_are_found(change, expected):
    _, found = check_monitoring([planted(lambda t: change(t["ConfigMap/prometheus"]["data"]))])
    assert found
    assert expected in found[0].what


def test_settings_that_alertmanager_would_not_take_are_found():
    def change(things):
        things["ConfigMap/prometheus"]["data"] = {"a.yml": "route: {receiver: nobody}\n"}
        pod = things["Deployment/prometheus"]["spec"]["template"]["spec"]
        pod["containers"][0]["args"] = ["--config.file=/etc/prometheus/a.yml"]

    _, found = check_monitoring([planted(change)])
    assert [each.rule for each in found] == ["amtool"]
    assert 'undefined receiver "nobody"' in found[0].what


def test_rules_as_resources_are_read_by_promtool():
    groups = [{"name": "a", "rules": [{"alert": "A", "expr": "sum("}]}]
    rule = {"kind": "PrometheusRule", "metadata": {"name": "a"}, "spec": {"groups": groups}}
    count, found = check_monitoring([as_render([rule])])
    assert count == 1
    assert [each.rule for each in found] == ["promtool"]


# Linters


def test_hadolint_finds_an_image_that_is_not_pinned(tmp_path):
    root = write(tmp_path, {"Dockerfile": "FROM debian:latest\nUSER 1\n"})
    assert lines(linters.hadolint(["Dockerfile"], root)) == ["Dockerfile:1 DL3007"]


def test_shellcheck_finds_what_splits_into_words(tmp_path):
    root = write(tmp_path, {"a.sh": "#!/bin/bash\necho $1\n"})
    assert lines(linters.shellcheck(["a.sh"], root)) == ["a.sh:2 SC2086"]


def test_scripts_are_known_by_their_first_line():
    assert ".ci/run" in linters.scripts()


WORKFLOW = """\
name: a
on: [push]
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ matrix.nobody }}"
      - run: echo $HOME
"""


def test_actionlint_finds_what_github_would_not_run_and_asks_shellcheck(tmp_path):
    root = write(tmp_path, {".github/workflows/a.yml": WORKFLOW})
    found = linters.actionlint([".github/workflows/a.yml"], root)
    assert lines(found) == [
        ".github/workflows/a.yml:8 expression",
        ".github/workflows/a.yml:9 shellcheck",
    ]


def test_zizmor_finds_an_action_that_is_not_pinned_and_code_from_outside(tmp_path):
    steps = "      - uses: a/b@v1\n      - run: echo ${{ github.event.issue.title }}\n"
    text = WORKFLOW.split("      - run", maxsplit=1)[0] + steps
    root = write(tmp_path, {".github/workflows/a.yml": text})
    found = {each.rule for each in linters.zizmor([".github/workflows/a.yml"], root)}
    assert {"unpinned-uses", "template-injection"} <= found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_checkov_finds_a_pod_that_may_do_everything():
    found = {each.rule for each in checkov.check_renders([as_render([DEPLOYMENT])])}
    assert {"CKV_K8S_20", "CKV_K8S_13"} <= found
    assert "checkov-unread" not in found


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_checkov_finds_an_image_that_runs_as_root(tmp_path):
    root = write(tmp_path, {"Dockerfile": "FROM debian:13\nRUN true\n"})
    found = lines(checkov.check_files("dockerfile", ["Dockerfile"], root))
    assert "Dockerfile:1 CKV_DOCKER_3" in found


def test_what_checkov_need_not_look_at_has_a_reason_each():
    for path in sorted((ROOT / "tools/validate").glob("checkov*.yaml")):
        skips = [line for line in path.read_text().splitlines() if line.startswith("  - ")]
        assert skips
        assert [line for line in skips if " # " not in line] == [], path.name


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_checkov_is_not_kept_from_what_it_is_content_with(monkeypatch, tmp_path):
    kept = yaml.safe_load((ROOT / "tools/validate/checkov-terraform.yaml").read_text())
    (tmp_path / "none.yaml").write_text("quiet: true\n")
    monkeypatch.setitem(checkov._CONFIGS, "terraform", tmp_path / "none.yaml")
    found = checkov.check_files("terraform", places.tracked("*.tf"))
    assert sorted({each.rule for each in found}) == sorted(kept["skip-check"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_what_checkov_did_not_read_is_a_finding(tmp_path):
    root = write(tmp_path, {"a.tf": "variable {{{\n"})
    assert "checkov-unread" in {
        each.rule for each in checkov.check_files("terraform", ["a.tf"], root)
    }


@pytest.mark.skipif(
    linters.shutil.which("terraform") is None, reason="terraform is not installed on this machine"
)
def test_terraform_that_is_not_formatted_is_found(tmp_path):
    root = write(tmp_path, {"infra/a.tf": "locals {\n a   = 1\n}\n"})
    assert lines(linters.terraform_fmt(["infra"], root)) == ["infra/a.tf terraform-fmt"]


# The command


def test_a_tool_that_is_not_there_is_no_pass():
    with pytest.raises(CannotValidate, match="nobody is not installed"):
        places.tool("nobody")


def test_an_answer_that_is_none_is_no_pass(tmp_path):
    with pytest.raises(CannotValidate, match="hadolint did not answer"):
        linters.hadolint(["--nobody"], tmp_path)


def test_the_command_says_what_it_found(capsys):
    assert main(["--json", "--only", "shellcheck"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [each["check"] for each in said] == ["shellcheck"]
    assert said[0]["subjects"] == len(linters.scripts())
    assert said[0]["findings"] == []


def test_everything_that_has_to_run_is_in_it():
    assert set(checks()) == {
        "render", "schemas", "policies", "monitoring", "hadolint", "shellcheck", "actionlint",
        "zizmor", "terraform-fmt", "checkov", "checkov-docker", "checkov-terraform", "settings",
    }  # fmt: skip
    assert "phase validate make validate" in (ROOT / ".ci/run").read_text().splitlines()
