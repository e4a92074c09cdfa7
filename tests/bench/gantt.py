"""How long the plan of 1,000 tasks takes as a table with bars, and how large it is: `python -m tests.bench.gantt`."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from decimal import Decimal
from time import process_time

from dossier.cli.process import COLLECTION_THRESHOLDS
from dossier.compute.plan import Plan
from dossier.compute.plan_row import PlanRow
from dossier.language import Language
from dossier.records.links import Link
from dossier.render.pages import PageRenderer
from dossier.views.blocks import Gantt
from dossier.views.gantt import GanttView
from dossier.views.gantt_chart import gantt_chart
from tests.compute.weeks import working_week

START = date(2026, 1, 5)
OF_A_PHASE, OF_A_PACKAGE = 26, 5


def made_up_plan(count: int) -> tuple[Plan, dict[str, tuple[Link, ...]]]:
    """A plan of phases with five packages of four tasks and a milestone, one after the other, and what waits for what."""
    calendar = working_week()
    rows: list[PlanRow] = []
    waits_for: dict[str, tuple[Link, ...]] = {}
    for n in range(count):
        phase, inside = divmod(n, OF_A_PHASE)
        package, task = divmod(inside - 1, OF_A_PACKAGE)
        is_phase, is_package = inside == 0, inside > 0 and task == 0
        number = f"{phase + 1}" if is_phase else f"{phase + 1}.{package + 1}"
        number += "" if is_phase or is_package else f".{task}"
        parent = None if is_phase else f"T-{phase * OF_A_PHASE if is_package else n - task:04}"
        start = calendar.add_working_days(START, n // 2)
        finish = calendar.add_working_days(start, 19 if is_phase else 5 if is_package else n % 9)
        milestone = task == OF_A_PACKAGE - 1
        rows.append(
            PlanRow(
                id=f"T-{n:04}",
                number=number,
                title=f"Booking of sailings and fares {n}",
                parent=parent,
                level=0 if is_phase else 1 if is_package else 2,
                is_summary=is_phase or is_package,
                milestone=milestone,
                start=finish if milestone else start,
                finish=finish,
                duration_days=Decimal(n % 9 + 1),
                progress=100 if n < 300 else n % 100 if n < 350 else 0,
                state="done" if n < 300 else ("active", "late")[n % 2] if n < 350 else "planned",
                critical=n % 4 == 0 and n >= 300,
                owner=("Helen Marsh", "Ruth Adeyemi", "Samir Haddad")[n % 3],
                deadline=finish - timedelta(3) if milestone else None,
                total_float_days=Decimal(n % 20),
                baseline_start=start,
                baseline_finish=finish - timedelta(n % 3),
            )
        )
        if not (is_phase or is_package) and task > 1:
            waits_for[f"T-{n:04}"] = (Link(f"T-{n - 1:04}"),)
    return Plan(rows=tuple(rows), calendar=calendar, axis=calendar, as_of=START + timedelta(250)), waits_for


def chart_html(
    renderer: PageRenderer, plan: Plan, waits_for: dict[str, tuple[Link, ...]], language: Language = "en"
) -> str:
    """The view and the HTML of a plan's chart."""
    chart = gantt_chart(plan, language, waits_for=waits_for, url_of=lambda number: f"web/plan/{number}/")
    return renderer.blocks((Gantt(chart, GanttView(pictures=())),), "web/plan/", None, language)


def main() -> None:
    """Print size and time for several numbers of tasks; of the process, the best of several runs."""
    gc.set_threshold(*COLLECTION_THRESHOLDS)
    renderer = PageRenderer()
    for count in (100, 1000, 4000):
        plan, waits_for = made_up_plan(count)
        seconds = []
        for _ in range(9):
            begun = process_time()
            html = chart_html(renderer, plan, waits_for)
            seconds.append(process_time() - begun)
        print(f"{count:5} tasks: {len(html.encode()) / 1000:6.0f} kB, {min(seconds) * 1000:6.1f} ms")


if __name__ == "__main__":
    main()
