"""`dossier review`: what a change does to plan, money, agreement and publication, before it is merged."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import click

from dossier.checks.everything import all_problems
from dossier.checks.gates import Gate, gates
from dossier.cli.as_of import as_of_option
from dossier.cli.compared import Compared, compared
from dossier.cli.workspace import workspace
from dossier.compute.dossier_difference import DossierDifference, dossier_differences
from dossier.dossier import Portfolio
from dossier.hosts.side_by_side import CAN_COPY, Beside, processors
from dossier.language import LANGUAGES, Language
from dossier.problems.problem import Problem
from dossier.problems.rules import severity
from dossier.render.located import Located, located
from dossier.render.problems import FORMATS
from dossier.render.review_html import review_html
from dossier.render.review_json import review_json
from dossier.render.review_markdown import review_markdown
from dossier.render.review_text import review_text
from dossier.text.values import replace
from dossier.views.review import Finding, Reviewed, language_of, review

_OF_PROBLEMS = ("github", "gitlab", "sarif", "junit")
"""The formats that tell problems, as `dossier check` has them: the errors in the records and what no gate lets pass."""

_MANY_RECORDS = 2_000
"""From so many on, the records are checked beside the comparison."""


@click.command("review")
@click.argument("base")
@click.argument("head", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json", *_OF_PROBLEMS]),
    default="text",
    show_default=True,
)
@click.option("--language", type=click.Choice(LANGUAGES), help="Of the review; else that of the clients it is about.")
@click.option("--detailed-exitcode", is_flag=True, help="0: nothing differs, 1: not passed or no review, 2: passed.")
@as_of_option
def command(base: str, head: str, form: str, language: Language | None, detailed_exitcode: bool, as_of: date) -> None:
    """Tell what HEAD (or the files as they are now) does, compared with where it left BASE.

    Limits and approvals are those of BASE. Exit status: 0 passed, 1 a gate is not passed or the records have errors,
    2 nothing could be compared.
    """
    try:
        reviewed, told = _run(base, head, form, language, as_of)
    except click.ClickException as error:
        error.show()
        sys.exit(1 if detailed_exitcode else 2)
    click.echo(told, nl=False)
    sys.exit(_status(reviewed, detailed=detailed_exitcode))


def _status(reviewed: Reviewed, *, detailed: bool) -> int:
    """The exit status; the detailed one is that of `terraform plan -detailed-exitcode`."""
    if not reviewed.passed:
        return 1
    return 2 if detailed and not reviewed.is_empty else 0


def _run(base: str, head: str, form: str, language: Language | None, as_of: date) -> tuple[Reviewed, str]:
    place = workspace(Path())
    states = compared(place, base, head)
    differences = dossier_differences(states.before, states.after, as_of, states.named, states.authority)
    concerned = _concerned(states.after, differences)
    checked = _beside(concerned, lambda: _errors(states, concerned, as_of))
    held = tuple(gate for each in differences for gate in gates(each))
    errors = checked()
    found = partial(located, sources=states.tree.sources, prefix=place.prefix_for(form))
    reviewed = _reviewed(states, differences, held, found(errors), as_of)
    against = (*errors, *(problem for gate in held for problem in gate.problems))
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: review_json(reviewed, found(against)),
        **{name: partial(_as_problems, name, found(against), len(states.tree.sources)) for name in _OF_PROBLEMS},
    }
    if form in writers:
        return reviewed, writers[form]()
    view = review(reviewed, language or language_of(differences))
    return reviewed, {"text": review_text, "markdown": review_markdown, "html": review_html}[form](view)


def _errors(states: Compared, concerned: Portfolio, as_of: date) -> list[Problem]:
    told = all_problems(states.problems, concerned, states.tree, as_of)
    return [problem for problem in told if severity(problem) == "error"]


def _beside(concerned: Portfolio, work: Callable[[], list[Problem]]) -> Callable[[], list[Problem]]:
    """The work begun in a copy of this process where it is long and there is somebody to do it; gives its result."""
    if CAN_COPY and processors() > 1 and sum(len(each.records) for each in concerned.dossiers) > _MANY_RECORDS:
        return Beside(work).result
    return work


def _concerned(portfolio: Portfolio, differences: tuple[DossierDifference, ...]) -> Portfolio:
    """The clients in whose projects anything differs: errors of others are not this change's."""
    names = {each.dossier.client.id for each in differences}
    clients = tuple(client for client in portfolio.clients if client.id in names)
    dossiers = tuple(dossier for dossier in portfolio.dossiers if dossier.client.id in names)
    return replace(portfolio, clients=clients, dossiers=dossiers)


def _as_problems(form: str, found: Sequence[Located], files: int) -> str:
    return FORMATS[form](found, files)


def _reviewed(
    states: Compared,
    differences: tuple[DossierDifference, ...],
    held: tuple[Gate, ...],
    errors: Sequence[Located],
    as_of: date,
) -> Reviewed:
    return Reviewed(
        differences=differences,
        gates=held,
        findings=tuple(Finding(f"{e.file}:{e.line}:{e.column}", f"{e.code} {e.message}") for e in errors),
        before=states.name_before,
        after=states.name_after,
        commits=states.commits,
        unreadable=states.unreadable,
        uncommitted=states.uncommitted,
        as_of=as_of,
    )
