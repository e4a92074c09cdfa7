"""What costs are counted in, whether their figures fit together, and whether they stay within what is tolerated."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.compute.exchange_rates import rate_of
from dossier.compute.money import money
from dossier.dossier import Dossier
from dossier.problems.problem import Problem, near
from dossier.problems.rules import check
from dossier.records.cost_item import CostItem
from dossier.records.project import Project
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS560")
def currency_without_a_rate(dossier: Dossier) -> Iterator[Problem]:
    """An amount is in a currency of which project.yml states no rate.

    Without a rate it cannot be added to the others, and is left out of every sum.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        currency: CNY
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Licences, currency: EUR, planned: 1200}

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: CNY
        rates:
        - {currency: EUR, rate: 7.80, on: 2026-03-02}
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Licences, currency: EUR, planned: 1200}
    """
    project = dossier.project
    for item in dossier.of(CostItem):
        if item.currency and rate_of(project, item.currency) is None:
            message = f"{item.id} is in {item.currency}, and {dossier.folder} states no rate of it"
            known = [project.currency, *(rate.currency for rate in project.rates)]
            hint = near(item.currency, known) or f"add it to `rates:` in project.yml: {{currency: {item.currency}, …}}"
            yield Problem("DOS560", item.at("currency"), message, hint)


@check("DOS561")
def rate_that_makes_no_sense(project: Project) -> Iterator[Problem]:
    """A rate is of no currency, of the project's own, or is nothing.

    A currency is written as its code of three letters (ISO 4217), and a unit of it is worth more than nothing.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        currency: CNY
        rates:
        - {currency: Euro, rate: 7.80}

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: CNY
        rates:
        - {currency: EUR, rate: 7.80}
    """
    for number, rate in enumerate(project.rates):
        place = project.at("rates") / number
        if not re.fullmatch(r"[A-Z]{3}", rate.currency):
            message = f"`{rate.currency}` is not the code of a currency"
            yield Problem("DOS561", place / "currency", message, "three capital letters: EUR, CHF, CNY, USD")
        elif rate.currency == project.currency:
            yield Problem("DOS561", place / "currency", f"{rate.currency} is the project's own currency", "take it out")
        if rate.rate is not None and rate.rate <= 0:
            yield Problem("DOS561", place / "rate", f"a rate of {rate.rate} is worth nothing", "for example: 7.80")


@check("DOS562", "warning")
def actual_differs_from_its_bookings(item: CostItem) -> Iterator[Problem]:
    """The bookings of a cost item add up to more than its actual amount.

    One of them is out of date; without `actual` the sum of the bookings counts. An actual amount above the bookings is
    fine: the rest has no day.

    Wrong:

        cost_items:
        - {id: C-1, title: Build, planned: 9000, actual: 5000, bookings: [{on: 2026-03-31, amount: 6000}]}

    Right:

        cost_items:
        - {id: C-1, title: Build, planned: 9000, bookings: [{on: 2026-03-31, amount: 6000}]}
    """
    if item.actual is not None and item.booked > item.actual:
        message = f"{item.id} ({item.title}): {item.booked:,} are booked, `actual` says {item.actual:,}"
        yield Problem("DOS562", item.at("actual"), message, "take `actual` out: the sum of the bookings counts then")


@check("DOS563", "warning")
def booked_on_a_day_to_come(item: CostItem, as_of: date) -> Iterator[Problem]:
    """A booking lies in the future.

    What is booked has been paid; what will be paid is `committed` or part of the forecast.

    Wrong:

        cost_items:
        - {id: C-1, title: Build, planned: 9000, bookings: [{on: 2199-12-31, amount: 6000}]}

    Right:

        cost_items:
        - {id: C-1, title: Build, planned: 9000, committed: 6000, on: 2199-12-31}
    """
    for number, booking in enumerate(item.bookings):
        if booking.on and booking.on > as_of:
            message = f"{item.id} ({item.title}): a booking of {booking.on} is after {as_of}"
            hint = "correct the year, or write it as `committed`"
            yield Problem("DOS563", item.at("bookings") / number / "on", message, hint)


@check("DOS564", "warning")
def measured_by_milestones_that_are_not_there(dossier: Dossier) -> Iterator[Problem]:
    """The progress of a task counts by its milestones, and it has none inside.

    It is counted by percent complete instead, which is not what was agreed.

    Wrong:

        tasks:
        - {id: T-1, title: Gates, owner: anna, measured_by: milestones, duration: 5d}

    Right:

        work_packages:
        - id: T-1
          title: Gates
          owner: anna
          measured_by: milestones
          tasks:
          - {id: T-2, title: Build the gates, owner: anna, duration: 5d}
          - {id: T-3, title: Gates stand, kind: milestone, owner: anna, after: T-2}
    """
    tasks = {task.id: task for task in dossier.of(Task)}
    holders: set[str] = set()
    for task in tasks.values():
        above = task.parent if task.kind == "milestone" else ""
        while above in tasks and above not in holders:
            holders.add(above)
            above = tasks[above].parent
    for task in tasks.values():
        if task.measured_by == "milestones" and task.id not in holders:
            message = f"{task.id} ({task.title}) counts by its milestones and has none"
            yield Problem("DOS564", task.at("measured_by"), message, "add milestones inside, or take it out")


@check("DOS565", "warning")
def expected_cost_beyond_tolerance(dossier: Dossier) -> Iterator[Problem]:
    """The expected cost is above the agreed budget by more than the project tolerates.

    `tolerance` in project.yml says how far the project manager may go on her own; beyond it the sponsor decides.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
        budget: 100,000
        tolerance: {budget: 10%}
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Development, planned: "100,000", forecast: "115,000"}

    Right:

        # acme/web/project.yml
        title: Web shop
        currency: EUR
        budget: 100,000
        tolerance: {budget: 10%}
        # acme/web/costs.yml
        cost_items:
        - {id: C-1, title: Development, planned: "100,000", forecast: "108,000"}
    """
    figures, tolerance = money(dossier), dossier.project.tolerance
    if figures is None or tolerance is None or tolerance.budget is None:
        return
    most = figures.agreed * (100 + Decimal(tolerance.budget)) / 100
    if figures.forecast > most:
        message = (
            f"{figures.forecast:,.0f} {figures.currency} are expected, {figures.agreed:,.0f} are agreed: "
            f"more than {tolerance.budget} % above"
        )
        yield Problem("DOS565", dossier.project.at("budget"), message, "ask for a change, or find what can be saved")
