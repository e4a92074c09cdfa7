"""Both passes over ever larger plans, and beside them TaskJuggler where it is installed.

Run it with `python -m tests.bench.schedule [N …]`. A plan is a network of the kind that projects have: each task waits
for one to three of the fifty before it, by all four relations, some with lags; a tenth of the tasks have a constraint.
"""

from __future__ import annotations

import gc
import random
import resource
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.clock import shared_calendar
from dossier.compute.schedule import Activity, Limits, Link, LinkKind, schedule
from tests.compute.weeks import working_week

SIZES = (1_000, 10_000, 100_000)
BESIDE_TASKJUGGLER = 5_000
RUNS = 5
START = date(2026, 1, 5)
HOLIDAYS = [START + timedelta(days=9 * n) for n in range(1, 200)]
OFFICE = working_week(holidays=HOLIDAYS)
NIGHTS = working_week(hours=[(20 * 60, 24 * 60)], minutes_per_day=480)
_KINDS: tuple[LinkKind, ...] = ("FS", "FS", "FS", "SS", "FF", "SF")


def made_up(count: int, *, calendars: bool = False) -> list[Activity]:
    """A plan of `count` tasks, the same at every call; with `calendars` a fifth of the work is done at night."""
    lot = random.Random(count)
    origin = OFFICE.start_of(START)
    found = []
    for i in range(count):
        before = sorted(lot.sample(range(max(0, i - 50), i), min(i, lot.randint(1, 3)))) if i else []
        links = tuple(Link(f"T{n}", lot.choice(_KINDS), lot.choice([0, 0, 0, 480, -480])) for n in before)
        limits = Limits(deadline=origin + 480 * (i + 10)) if lot.random() < 0.1 else None
        calendar = (NIGHTS if lot.random() < 0.2 else OFFICE) if calendars else None
        duration = 480 * lot.randint(1, 5)
        found.append(Activity(id=f"T{i}", duration=duration, links=links, limits=limits, calendar=calendar))
    return found


def seconds(activities: list[Activity], calendar: WorkingCalendar) -> float:
    """The median seconds of processor time of some runs."""
    runs = []
    for _ in range(RUNS):
        began = time.process_time()
        schedule(activities, calendar, calendar.start_of(START))
        runs.append(time.process_time() - began)
    return median(runs)


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print the seconds for each size, on one calendar and on two, and beside TaskJuggler."""
    gc.set_threshold(1_000_000, 50, 50)  # as the program itself sets it
    for count in sizes:
        alone = seconds(made_up(count), OFFICE)
        both = seconds(made_up(count, calendars=True), shared_calendar([OFFICE, NIGHTS]))
        per_task = f"{1e6 * alone / count:.1f} µs a task"
        print(f"{count:>7,} tasks: {alone:.3f} s ({per_task}), on two calendars {both:.3f} s")
    program = shutil.which("tj3")
    if program is None:
        print("TaskJuggler (tj3) is not installed: nothing to compare with")
        return
    ours, theirs = seconds(made_up(BESIDE_TASKJUGGLER), OFFICE), _taskjuggler(program, made_up(BESIDE_TASKJUGGLER))
    print(f"{BESIDE_TASKJUGGLER:,} tasks: {ours:.3f} s here, {theirs:.1f} s by TaskJuggler ({ours / theirs:.3f})")


def _taskjuggler(program: str, activities: list[Activity]) -> float:
    """The seconds of processor time of a whole run of TaskJuggler on the same tasks, links and lags, finish to start."""
    lines = [f'project p "P" {START} +40y {{ timingresolution 60min }}', 'resource r "R" { limits { } }']
    for each in activities:
        after = (f"!{i.predecessor}{f' {{ gaplength {i.lag // 480}d }}' if i.lag > 0 else ''}" for i in each.links)
        depends = f"depends {', '.join(after)}" if each.links else f"start {START}"
        lines.append(f'task {each.id} "{each.id}" {{ length {each.duration // 480}d {depends} }}')
    lines.append('taskreport out "out" { formats csv columns id, start, end }')
    with TemporaryDirectory() as folder:
        Path(folder, "plan.tjp").write_text("\n".join(lines))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([program, "plan.tjp"], cwd=folder, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
