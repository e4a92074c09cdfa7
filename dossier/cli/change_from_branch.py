"""The impact of a change as a branch computes it, for `dossier change assess --from-branch`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.checks.everything import findings
from dossier.cli.compared import compared
from dossier.cli.workspace import CouldNotRun, Workspace, dossier_named
from dossier.compute.dossier_difference import DossierDifference
from dossier.problems.rules import severity
from dossier.text.values import replace
from dossier.views.change_impact import computed_impact

if TYPE_CHECKING:
    from datetime import date

    from dossier.records.change_request import Impact


def impact_of_branch(place: Workspace, folder: str, branch: str, as_of: date) -> Impact:
    """What a branch does to a project since it left HEAD, as of a day: on scope, time and cost.

    Raises CouldNotRun where git cannot tell, where the branch has errors in the project (the figures could be wrong),
    and where it changes nothing in it.
    """
    states = compared(place, "HEAD", branch)
    after = dossier_named(states.after, folder)
    errors = [
        problem
        for problem in (*states.problems, *findings(replace(states.after, dossiers=(after,)), as_of))
        if severity(problem) == "error" and problem.place.path.startswith(f"{after.client.id}/")
    ]
    if errors:
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        first = f"{errors[0].code} {errors[0].place.path}: {errors[0].message}"
        raise CouldNotRun(f"{branch} has {count} in its records, so its impact would be wrong: {first}")
    difference = DossierDifference(before=states.before.dossier(folder), after=after, as_of=as_of)
    if difference.is_empty:
        raise CouldNotRun(f"{branch} changes nothing in {folder} since it left {states.name_before}")
    return computed_impact(difference, after.language)
