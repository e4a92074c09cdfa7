"""An import fitted into a project: which files it makes there, and why it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.checks.everything import findings
from dossier.exchange.files import ImportResult, Lost
from dossier.load import load
from dossier.problems.problem import shortened
from dossier.problems.rules import severity
from dossier.records.declare import RECORD_TYPES
from dossier.records.fields import as_written
from dossier.records.written import records_yaml
from dossier.text.source import Source, Tree, decoded
from dossier.text.values import replace
from dossier.text.yaml import Mapping, compose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.exchange.files import NewFile
    from dossier.problems.problem import Problem
    from dossier.records.declare import Written

PEOPLE = "people.yml"


class Fitted(Struct, frozen=True):
    """The new sources in the content folder, how many records they hold, what is lost besides, and their problems."""

    sources: tuple[Source, ...]
    records: int
    lost: tuple[Lost, ...]
    problems: tuple[Problem, ...]


def fitted(result: ImportResult, tree: Tree, folder: str) -> Fitted:
    """The import's files as sources of the project in `folder` (`client/project`) of the tree.

    Where there is a project.yml already, the import's own is left out and its fields are told as lost. People
    that the project and its client do not know become a file of stakeholders.
    """
    has_settings = any(s.path in {f"{folder}/project.yml", f"{folder}/project.yaml"} for s in tree.sources)
    kept = [file for file in result.files if not (has_settings and file.path == "project.yml")]
    lost = tuple(lost for file in result.files if file not in kept for lost in _settings_lost(file))
    known = _known_people(tree, folder.partition("/")[0])
    written = ((file.path, _without_people(file, known)) for file in kept)
    sources = tuple(Source(f"{folder}/{path}", text) for path, text in written if text)
    people = _people(result, tree, sources, folder)
    if people:
        sources = (*sources, Source(f"{folder}/{PEOPLE}", people))
    portfolio, problems = load(with_sources(tree, sources))
    paths = {source.path for source in sources}
    held = (record for d in portfolio.dossiers for record in (d.project, *d.records) if record.place.path in paths)
    return Fitted(sources, sum(1 for _ in held), lost, tuple(_new_problems(tree, sources, problems)))


def left_to_mend(tree: Tree, fit: Fitted) -> tuple[Problem, ...]:
    """The errors that checks find in the new files, such as references to what comes with another import."""
    portfolio, _ = load(with_sources(tree, fit.sources))
    paths = {source.path for source in fit.sources}
    return tuple(p for p in findings(portfolio) if p.place.path in paths and severity(p) == "error")


def with_sources(tree: Tree, sources: tuple[Source, ...]) -> Tree:
    """The tree as it will be with these sources in it."""
    return replace(tree, sources=tuple(sorted((*tree.sources, *sources), key=lambda source: source.path)))


def _known_people(tree: Tree, client: str) -> frozenset[str]:
    """The ids of the people whom client.yml names for all projects."""
    portfolio, _ = load(tree)
    people = (
        r for d in portfolio.of_client(client) for r in d.records if r.place.path.startswith(f"{client}/client.y")
    )
    return frozenset(record.id.casefold() for record in people)


def _without_people(file: NewFile, known: frozenset[str]) -> str:
    """The text of a file without the stakeholders whom the client knows already; "" where nobody else is in it."""
    root = compose(Source(file.path, file.text))[0]
    listed = as_written(root) if isinstance(root, Mapping) else {}
    people = RECORD_TYPES["stakeholder"]
    if set(listed) != {people.key}:
        return file.text
    new = [person for person in listed[people.key] if str(person.get("id", "")).casefold() not in known]
    if len(new) == len(listed[people.key]):
        return file.text
    return records_yaml(people, new) if new else ""


def _people(result: ImportResult, tree: Tree, sources: tuple[Source, ...], folder: str) -> str:
    """The list of stakeholders for people whom nobody knows yet, or ""."""
    dossier = load(with_sources(tree, sources))[0].dossier(folder)
    known = {record.id.casefold() for record in dossier.records} if dossier else set()
    new = [{"id": p.id, "title": p.name} for p in result.people if p.id.casefold() not in known and "/" not in p.id]
    return records_yaml(RECORD_TYPES["stakeholder"], new) if new else ""


def _settings_lost(file: NewFile) -> Iterator[Lost]:
    root = compose(Source(file.path, file.text))[0]
    for key, value in as_written(root).items() if isinstance(root, Mapping) else ():
        yield Lost(f"{key} of the project, since project.yml is there already", 1, shortened(_in_a_line(value)))


def _in_a_line(value: Written) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_in_a_line(inner)}" for key, inner in value.items())
    return value if isinstance(value, str) else "; ".join(map(_in_a_line, value))


def _new_problems(tree: Tree, sources: tuple[Source, ...], problems: tuple[Problem, ...]) -> Iterator[Problem]:
    """The errors that reading meets with these sources, all of whose problems are given, and not without them."""
    before = set(load(tree)[1])
    as_files = (problem for source in sources for problem in decoded(source.path, source.text.encode())[1])
    for problem in (*as_files, *problems):
        if problem not in before and severity(problem) == "error":
            yield problem
