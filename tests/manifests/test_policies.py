"""Each policy finds the fault that it is for, and nothing else is wrong then."""

from dataclasses import replace
from functools import cache

import pytest

from tests.manifests import (
    faults_kafka,
    faults_layout,
    faults_pods,
    faults_references,
    faults_rollout,
)
from tests.manifests.good import as_render, good, objects
from tests.manifests.objects import labels
from tests.manifests.planting import Fault, Things, job, planted
from tools.validate.policies import POLICIES, check_policies

FAULTS: dict[str, Fault] = {
    **faults_layout.FAULTS,
    **faults_references.FAULTS,
    **faults_pods.FAULTS,
    **faults_kafka.FAULTS,
    **faults_rollout.FAULTS,
}


@cache
def found_in(name: str) -> dict[str, list[str]]:
    """What each policy finds in the render with this fault: looked at once, for two tests."""
    render = as_render(planted(FAULTS[name][0]))
    return {f"{each.__module__}.{each.__name__}": [*map(str, each(render))] for each in POLICIES}


def test_the_good_render_is_good():
    assert check_policies([good()]) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found_and_nothing_else(name):
    _, expected = FAULTS[name]
    found = sorted(what for each in found_in(name).values() for what in each)
    missing = [part for part in expected if not any(part in line for line in found)]
    assert missing == [], found
    assert len(found) == len(expected), found


def test_something_twice_is_found():
    made = objects()
    found = check_policies([as_render([*made, made[-1]])])
    assert [each.what for each in found] == ["is there twice"]


def test_a_migration_has_its_job_and_an_end():
    things: Things = {}
    things["Deployment/relay"] = next(
        each
        for each in objects()
        if (each["kind"], each["metadata"]["name"]) == ("Deployment", "relay")
    )
    job(things)
    made = things["Job/migrate"]
    found = check_policies([as_render([made], "kustomize/good/migrate")])
    assert "has no activeDeadlineSeconds" in " ".join(each.what for each in found)
    made["spec"] |= {"activeDeadlineSeconds": 600, "backoffLimit": 3}
    found = check_policies([as_render([made], "kustomize/good/migrate")])
    assert "has no activeDeadlineSeconds" not in " ".join(each.what for each in found)


@pytest.mark.parametrize(
    ("variable", "value"), [("RONDEL_KAFKA__PARTITIONS", "24"), ("KAFKA_BROKERS", "other:9093")]
)
def test_topics_are_made_as_the_processes_expect_them(variable, value):
    made: Things = {f"{each['kind']}/{each['metadata']['name']}": each for each in objects()}
    job(made)
    topics = made["Job/migrate"]
    topics["metadata"]["name"] = "topics"
    topics["spec"]["template"]["metadata"]["labels"] = labels("topics")
    topics["spec"]["template"]["spec"]["containers"][0]["args"] = ["topics", "apply"]

    def findings():
        parts = [topics, made["ConfigMap/rondel-settings-abc"]]
        migrate = replace(as_render(parts, "kustomize/good/migrate"), beside=(good(),))
        return [each.what for each in check_policies([migrate]) if each.rule == "job"]

    assert findings() == []
    topics["spec"]["template"]["spec"]["containers"][0]["env"].append(
        {"name": variable, "value": value}
    )
    assert f"is told other {variable} than activity" in findings()


def test_services_have_their_network_before_anything_else_is_applied():
    apart = [each for each in objects() if each["kind"] == "NetworkPolicy"]
    rest = [each for each in objects() if each["kind"] != "NetworkPolicy"]
    beside = (as_render(apart, "kustomize/good/migrate"),)
    made = replace(as_render(rest, "kustomize/good/services"), beside=beside)
    found = " ".join(each.what for each in check_policies([made]))
    assert "may ask for names by none only" in found
    assert "has no NetworkPolicy that denies by default" in found


def test_every_policy_has_a_fault_that_it_finds():
    looked = [found_in(name) for name in FAULTS]
    unproven = {policy for policy in looked[0] if not any(each[policy] for each in looked)}
    assert unproven == {"tools.validate.policies.layout.unique"}, (
        "see test_something_twice_is_found"
    )
