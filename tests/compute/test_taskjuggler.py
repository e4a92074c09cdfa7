"""Our schedule against what TaskJuggler 3.7.1 (Debian package `tj3`) computed: links, lags, holidays, on the clock.

TaskJuggler knows links to the start of a task only, and no negative lags. Its `length` is working time as our duration,
`gaplength` a lag in working time, `gapduration` one by the clock.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.schedule import Activity, Link, schedule

HOLIDAYS = [date(2026, 3, 6), date(2026, 3, 17), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 1)]
CALENDAR = WorkingCalendar(exceptions=tuple((day, ()) for day in HOLIDAYS))
PLANS: list[Any] = json.loads((Path(__file__).parent / "taskjuggler.json").read_text())["plans"]


@pytest.mark.parametrize("number", range(len(PLANS)))
def test_every_task_lies_where_taskjuggler_puts_it(number: int):
    tasks = PLANS[number]
    activities = [Activity(id=t[0], duration=t[1], links=tuple(Link(*each) for each in t[2])) for t in tasks]
    found = schedule(activities, CALENDAR, CALENDAR.start_of(date(2026, 3, 2))).times
    for name, _, _, start, finish in tasks:
        there = tuple(CALENDAR.position(datetime.fromisoformat(text)) for text in (start, finish))
        assert (found[name].start, found[name].finish) == there, name
