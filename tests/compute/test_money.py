"""The budget in figures, computed by hand beside each."""

from __future__ import annotations

from decimal import Decimal

from dossier.compute.money import money

PROJECT = "# acme/web/project.yml\ntitle: Web\ncurrency: EUR\nbudget: 100,000\n# acme/web/records.yml\n"


def test_the_figures(read):
    found = money(
        read(
            PROJECT
            + """
cost_items:
- {id: CI-1, title: Build, planned: "60,000", committed: 5000, actual: 30000}
- {id: CI-2, title: Licence, planned: 10000, actual: 9000, committed: 4000.50}
- {id: CI-3, title: Travel, planned: 8000, forecast: 2500}
- {id: CI-4, title: Nothing yet}
change_requests:
- {id: CR-1, title: a, impact: {cost: 12000}, steps: [{step: requested, on: 2026-03-02}, {step: approved, on: 2026-03-03}]}
- {id: CR-2, title: b, impact: {cost: -2000}, steps: [{step: approved, on: 2026-03-02}, {step: implemented, on: 2026-03-03}]}
- {id: CR-3, title: c, impact: {cost: 99999}, steps: [{step: approved, on: 2026-03-02}, {step: rejected, on: 2026-03-03}]}
- {id: CR-4, title: d, impact: {time: 3}, steps: [{step: approved, on: 2026-03-02}]}
"""
        ).dossier
    )
    assert (found.currency, found.budget) == ("EUR", Decimal(100_000))
    assert found.approved_changes == Decimal(10_000)  # 12,000 - 2,000; what was rejected in the end does not count
    assert found.agreed == Decimal(110_000)
    assert found.planned == Decimal(78_000)
    assert found.committed == Decimal("9000.50")
    assert found.actual == Decimal(39_000)
    # 60,000 planned; 9,000 + 4,000.50 is more than the 10,000 planned; 2,500 is the author's own forecast
    assert found.forecast == Decimal("75500.50")
    assert found.over == Decimal("-34499.50")


def test_money_spent_above_what_is_agreed(read):
    found = money(read(PROJECT + "cost_items:\n- {id: CI-1, title: Build, planned: 90000, actual: 120000}").dossier)
    assert found.over == Decimal(20_000)


def test_no_figures_without_a_budget_or_without_costs(read):
    assert money(read(PROJECT).dossier) is None
    assert money(read("cost_items:\n- {id: CI-1, title: Build, planned: 90000}").dossier) is None
