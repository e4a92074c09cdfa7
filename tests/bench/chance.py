"""How long a plan takes to be simulated, and how much memory, each in a process of its own: `python -m tests.bench.chance`."""

from __future__ import annotations

import os
import sys
import time
from datetime import date

from dossier.compute.calendar import WorkingCalendar
from dossier.compute.schedule import Activity, Link
from dossier.compute.uncertainty import RUNS, Spread, Threat, Uncertainty

DAY = 480
OF_A_PHASE = 30


def main() -> None:
    """Print seconds and peak memory for two sizes of plan."""
    for tasks in (500, 2000):
        seconds, megabytes = _measured(tasks)
        print(f"{RUNS:,} runs of {tasks:,} tasks: {seconds:.2f} s, {megabytes} MB at most")


def plan(tasks: int) -> Uncertainty:
    """A made-up plan of phases: each task estimated, with some two links of different kinds; every fifth at risk."""
    activities, spreads, threats = [], {}, []
    for n in range(tasks):
        phase, number = divmod(n, OF_A_PHASE)
        if not number:
            links = (Link(f"P{phase - 1}", "SS", 2 * DAY),) if phase else ()
            activities.append(Activity(id=f"P{phase}", links=links))
            continue
        days = n % 7 + 1
        links = (Link(f"T{n - 1}"),) if number > 1 else ()
        links += (Link(f"T{n - 3}", "SS", DAY // 2),) if number > 3 else ()
        links += (Link(f"T{n - OF_A_PHASE}", "FF"),) if phase else ()
        activities.append(Activity(id=f"T{n}", duration=days * DAY, links=links, parent=f"P{phase}"))
        spreads[f"T{n}"] = Spread(days * DAY // 2, days * DAY, days * DAY * 2)
        if not n % 5:
            threats.append(Threat(f"R{n}", 30, ((f"T{n}", Spread(DAY, 2 * DAY, 5 * DAY)),)))
    calendar = WorkingCalendar()
    start = calendar.start_of(date(2026, 3, 2))
    return Uncertainty(
        activities=tuple(activities), calendar=calendar, start=start, spreads=spreads, threats=tuple(threats)
    )


def _measured(tasks: int) -> tuple[float, int]:
    """Seconds of the simulation and peak megabytes of the process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        begun = time.perf_counter()
        plan(tasks).outlook()
        os.write(writing, str(time.perf_counter() - begun).encode())
        os._exit(0)
    os.close(writing)
    _, _, used = os.wait4(child, 0)
    with os.fdopen(reading) as told:
        seconds = float(told.read())
    return seconds, used.ru_maxrss // (1024 * (1024 if sys.platform == "darwin" else 1))


if __name__ == "__main__":
    main()
