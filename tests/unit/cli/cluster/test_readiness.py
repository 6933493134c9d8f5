"""What is waited for, and why, is read from what kubectl shows."""

import pytest

from cli.cluster.readiness import job_state, not_ready, workloads


def deployment(name="api", wanted=1, available=1, **status):
    counts = {"observedGeneration": 2, "replicas": wanted, "updatedReplicas": wanted}
    return {
        "kind": "Deployment",
        "metadata": {"name": name, "generation": 2},
        "spec": {"replicas": wanted},
        "status": {**counts, "availableReplicas": available, **status},
    }


def pod(state, restarts=0, labels=None):
    component = {
        "app.kubernetes.io/name": "rondel",
        "app.kubernetes.io/component": "api",
    }
    container = {"state": state, "restartCount": restarts}
    return {
        "kind": "Pod",
        "metadata": {"name": "api-1", "labels": labels or component},
        "status": {"containerStatuses": [container]},
    }


def waits(reason, message="said"):
    return {"waiting": {"reason": reason, "message": message}}


def test_nothing_is_waited_for_when_all_are_available():
    assert not_ready({"items": [deployment(), deployment("relay", 2, 2)]}) == []


@pytest.mark.parametrize(
    "status",
    [
        {"observedGeneration": 1},
        {"updatedReplicas": 0},
        {"replicas": 2},
        {"availableReplicas": 0},
    ],
)
def test_old_version_does_not_pass_for_the_new_one(status):
    (waiting,) = not_ready({"items": [deployment(**status)]})
    assert waiting.name == "api"


def test_workload_that_was_not_made_yet_is_waited_for():
    (waiting,) = not_ready({"items": [deployment()]}, ["api", "kafka"])
    assert str(waiting) == "kafka (not there yet)"


def test_only_the_named_are_waited_for():
    items = [deployment(available=0), deployment("kafka")]
    assert not_ready({"items": items}, ["kafka"]) == []


def test_pull_of_an_image_is_told_and_has_hope():
    items = [deployment(available=0), pod(waits("ContainerCreating"))]
    (waiting,) = not_ready({"items": items})
    assert str(waiting) == "api (0 of 1, ContainerCreating)"
    assert not waiting.is_hopeless


@pytest.mark.parametrize(
    ("state", "restarts", "words"),
    [
        (waits("ErrImageNeverPull"), 0, "its image is not on the node"),
        (waits("CreateContainerConfigError", 'secret "x" not found'), 0, 'secret "x" not found'),
        (waits("CrashLoopBackOff"), 4, "crashed 4 times"),
    ],
)
def test_what_cannot_become_ready_is_hopeless(state, restarts, words):
    (waiting,) = not_ready({"items": [deployment(available=0), pod(state, restarts)]})
    assert waiting.is_hopeless
    assert words in waiting.why


def test_few_crashes_have_hope():
    (waiting,) = not_ready({"items": [deployment(available=0), pod(waits("CrashLoopBackOff"), 2)]})
    assert not waiting.is_hopeless


def test_pod_without_a_node_says_why():
    homeless = pod({})
    homeless["status"]["conditions"] = [
        {"type": "PodScheduled", "status": "False", "message": "Insufficient memory"}
    ]
    (waiting,) = not_ready({"items": [deployment(available=0), homeless]})
    assert "Insufficient memory" in waiting.why


def test_pods_of_services_are_found_by_their_name():
    mail = pod(waits("ImagePullBackOff"), labels={"app.kubernetes.io/name": "mail"})
    (waiting,) = not_ready({"items": [deployment("mail", available=0), mail]})
    assert "ImagePullBackOff" in waiting.why


def test_workloads_come_by_name():
    found = workloads({"items": [deployment("relay"), deployment("api"), pod({})]})
    assert [each.name for each in found] == ["api", "relay"]


@pytest.mark.parametrize(
    ("conditions", "state"),
    [
        ([], "running"),
        ([{"type": "FailureTarget", "status": "True"}], "running"),
        ([{"type": "Complete", "status": "True"}], "complete"),
        ([{"type": "Failed", "status": "True", "message": "exit code 2"}], "failed: exit code 2"),
    ],
)
def test_state_of_a_job(conditions, state):
    job = {
        "kind": "Job",
        "metadata": {"name": "migrate"},
        "status": {"conditions": conditions},
    }
    assert job_state({"items": [job]}, "migrate") == state


def test_job_that_is_not_there_yet_runs():
    assert job_state({"items": []}, "migrate") == "running"
