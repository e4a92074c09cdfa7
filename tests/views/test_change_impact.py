"""The impact of a change as it can be computed: time from the plan, cost from the budget, scope from the records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dossier.compute.dossier_difference import DossierDifference
from dossier.views.change_impact import computed_impact
from tests.compute.sample_records import loaded

HEAD = {
    "acme/client.yml": "title: Acme\npeople: [{id: anna, title: Anna}]\n",
    "acme/web/project.yml": "title: Web\nstart: 2026-03-02\ncurrency: EUR\n",
}
PLAN = "tasks:\n- {id: T-1, title: Build, owner: anna, duration: %dd, progress: %d%%}\n"
COSTS = "cost_items:\n- {id: C-1, title: Licences, planned: %s}\n"
NEEDS = "requirements:\n- {id: R-1, title: Search, statement: %s, status: %s}\n"


def impact(before: tuple[str, ...], after: tuple[str, ...], language="en"):
    sides = (
        loaded(HEAD | {f"acme/web/{n}.yml": text for n, text in enumerate(texts)}).dossier("acme/web")
        for texts in (before, after)
    )
    one, other = sides
    return computed_impact(DossierDifference(before=one, after=other, as_of=date(2026, 3, 2)), language)


def test_time_and_cost_are_those_of_the_plan_and_the_budget():
    found = impact((PLAN % (5, 0), COSTS % "900"), (PLAN % (8, 0), COSTS % "1250.50"))
    assert (found.time, found.cost, found.scope, found.quality) == (3, Decimal("350.50"), "", "")


def test_sooner_and_less_are_negative():
    found = impact((PLAN % (5, 0), COSTS % "900"), (PLAN % (4, 0), COSTS % "100"))
    assert (found.time, found.cost) == (-1, Decimal(-800))


def test_what_nothing_tells_is_left_open():
    found = impact((NEEDS % ("a", "agreed"),), (NEEDS % ("b", "agreed"),))
    assert (found.time, found.cost) == (None, None)


def test_scope_names_what_comes_goes_and_is_worded_otherwise():
    before = (NEEDS % ("It finds", "agreed"), "deliverables:\n- {id: D-1, title: Manual}\n")
    after = (NEEDS % ("It finds all", "agreed"), "risks:\n- {id: K-1, title: Late}\n", PLAN % (5, 0))
    assert impact(before, after).scope == "New: T-1 Build.\nNo longer: D-1 Manual.\nOtherwise: R-1 Search."
    assert impact(before, after, "zh").scope == "新增：T-1 Build。\n取消：D-1 Manual。\n调整：R-1 Search。"


def test_progress_dates_and_states_are_not_scope():
    before, after = (PLAN % (5, 0), NEEDS % ("a", "agreed")), (PLAN % (9, 20), NEEDS % ("a", "implemented"))
    assert impact(before, after).scope == ""
