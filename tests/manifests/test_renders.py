"""No overlay and no combination of components breaks a policy, and every process would start."""

from collections.abc import Sequence

import pytest

from tools.validate.policies import check_policies
from tools.validate.renders import Render, render_all, targets, unused_components
from tools.validate.trying import check_settings

TARGETS = targets()
OVERLAYS = [name for name in TARGETS if name.count("/") == 1]


@pytest.fixture(scope="module")
def renders() -> Sequence[Render]:
    made, found = render_all(TARGETS)
    assert found == []
    return made


@pytest.mark.parametrize("target", TARGETS)
def test_no_policy_is_broken(renders, target):
    made = next(each for each in renders if each.target == target)
    assert list(map(str, check_policies([made]))) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_an_overlay_has_its_jobs_apart(overlay):
    assert f"{overlay}/migrate" in TARGETS


def test_every_process_would_start_with_its_settings(renders):
    assert list(map(str, check_settings(renders)[1])) == []


def test_every_component_is_in_a_render():
    assert list(map(str, unused_components())) == []
