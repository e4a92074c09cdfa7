"""What the simulation of a plan would leave out: delays of phases, and chances that are no scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.dossier import Dossier
from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.project import Project
from dossier.records.risk import Risk
from dossier.records.task import Task

if TYPE_CHECKING:
    from collections.abc import Iterator


@check("DOS584", "warning")
def delay_of_a_phase(dossier: Dossier) -> Iterator[Problem]:
    """A risk delays a phase rather than the tasks within it.

    A phase takes its dates from its tasks, so nothing says which of them would take longer, and the simulation of the
    plan leaves the delay out.

    Wrong:

        tasks:
        - id: P-1
          title: Ground
          owner: anna
          tasks:
          - {id: T-1, title: Dig, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 30%, delays: [{task: P-1, by: 5d}]}

    Right:

        tasks:
        - id: P-1
          title: Ground
          owner: anna
          tasks:
          - {id: T-1, title: Dig, duration: 5d}
        risks:
        - {id: R-1, title: Rock, chance: 30%, delays: [{task: T-1, by: 5d}]}
    """
    phases = {task.parent for task in dossier.of(Task) if task.parent}
    for risk in dossier.of(Risk):
        for n, delay in enumerate(risk.delays):
            if delay.task in phases:
                message = f"{risk.id} delays {delay.task}, which has tasks inside it"
                yield Problem("DOS584", risk.at("delays") / n / "task", message, "name the tasks that take longer")


@check("DOS585")
def chances_that_are_no_scale(project: Project) -> Iterator[Problem]:
    """The chances of a project's risks are not five percentages that grow.

    There is one for each probability from 1 (rare) to 5 (almost sure); without them the usual ones count.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        simulation: {chances: [5%, 20%, 40%, 85%]}

    Right:

        # acme/web/project.yml
        title: Web shop
        simulation: {chances: [5%, 20%, 40%, 60%, 85%]}
    """
    chances = project.simulation.chances if project.simulation else ()
    if chances and (len(chances) != 5 or list(chances) != sorted(chances)):
        found = ", ".join(f"{chance} %" for chance in chances)
        place = project.at("simulation") / "chances"
        yield Problem(
            "DOS585", place, f"expected five growing chances, found {found}", "for example: 10, 30, 50, 70, 90"
        )
