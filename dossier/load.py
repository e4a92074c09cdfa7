"""Sources read into the portfolio of clients and dossiers, with every problem met on the way."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

import dossier.records.folder_rules  # noqa: F401 - importing it registers the rules
from dossier.dossier import Dossier, Elsewhere, Page, Portfolio
from dossier.parse import Parsed, holds_records, markdown_type, ordinary_page, parsed
from dossier.problems.problem import Place, Problem, shortened
from dossier.records.client import Client
from dossier.records.declare import RECORD_TYPES, Record, RecordType
from dossier.records.decode import decode
from dossier.records.project import Project
from dossier.records.values import FOLDER_IDS, is_folder_id
from dossier.text.source import RECORD_ENDINGS, SIGNED_ENDING, Source, Tree
from dossier.text.values import replace
from dossier.text.yaml import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_HIGHER = "a project's folder lies in that of its client, beside other projects: move it there"
SETTINGS = frozenset({"client.yml", "client.yaml", "project.yml", "project.yaml"})


def load(tree: Tree, parse: Callable[[Source, str], Parsed] = parsed) -> tuple[Portfolio, tuple[Problem, ...]]:
    """All that the sources of a content folder hold; what cannot be read becomes problems, and the rest is there.

    `parse` gives what `parsed` gives; it may remember it.
    """
    problems: list[Problem] = list(tree.problems)
    by_folder = _by_folder(tree)
    projects = _by_client(name for name in by_folder if "/" in name)
    clients: list[Client] = []
    dossiers: list[Dossier] = []
    pages: list[Page] = []
    for folder, sources in sorted((name, each) for name, each in by_folder.items() if "/" not in name):
        if client_and_people := _client(folder, sources, problems):
            client, people = client_and_people
            clients.append(client)
            of_client = projects.pop(folder, [])
            dossiers += _knowing_each_other(
                _dossier(client, people, name, by_folder[name], tree, parse, problems) for name in of_client
            )
        else:
            pages += [page for source in sources if (page := _team_page(source, problems))]
    for name_of_client, names in projects.items():
        problems += (_without_client(name, by_folder[name], by_folder.get(name_of_client, [])) for name in names)
    problems += _alike(clients, [dossier.project for dossier in dossiers])
    read = Portfolio(clients=tuple(clients), dossiers=tuple(dossiers), pages=tuple(pages), files=tree.files)
    return read, tuple(problems)


def of_projects(tree: Tree) -> Iterator[tuple[Source, str]]:
    """The sources that are parsed for a project, each with the id of that."""
    for folder, sources in _by_folder(tree).items():
        for source in sources if "/" in folder else ():
            name = posixpath.basename(source.path)
            if not name.endswith(SIGNED_ENDING) and name not in SETTINGS:
                yield source, posixpath.basename(folder)


def _without_client(folder: str, sources: list[Source], of_client: list[Source]) -> Problem:
    message = f"the project {folder} has no client.yml above it"
    names = [posixpath.basename(source.path) for source in of_client]
    nearly = next((name for name in names if name.casefold() in {"client.yml", "client.yaml"}), "")
    hint = _small(nearly) if nearly else f"`dossier new client {folder.partition('/')[0]}` writes one"
    return Problem("DOS402", Place(sources[0].path, line=1, column=1), message, hint)


def _alike(clients: list[Client], projects: list[Project]) -> Iterator[Problem]:
    """Clients, or projects of a client, whose folders differ by upper and lower case only."""
    seen: dict[str, str] = {}
    for record in (*clients, *projects):
        folder = record.folder
        other = seen.setdefault(folder.casefold(), folder)
        if other != folder:
            message = f"the folders {other} and {folder} differ by upper and lower case only"
            hint = "rename one: on Windows and macOS their sites would overwrite each other"
            yield Problem("DOS403", Place(record.place.path, line=1, column=1), message, hint)


def _by_folder(tree: Tree) -> dict[str, list[Source]]:
    """Sources by the folder that owns them: `client/project` where there is a project.yml, else the first folder."""
    projects = {posixpath.dirname(s.path) for s in tree.sources if re.fullmatch(r"[^/]+/[^/]+/project\.ya?ml", s.path)}
    found: dict[str, list[Source]] = {}
    for source in tree.sources:
        parts = source.path.split("/")
        project = "/".join(parts[:2])
        found.setdefault(project if project in projects else parts[0] if len(parts) > 1 else "", []).append(source)
    return found


def _by_client(folders: Iterable[str]) -> dict[str, list[str]]:
    """The folders of projects, in order, by the folder of their client."""
    found: dict[str, list[str]] = {}
    for folder in sorted(folders):
        found.setdefault(folder.partition("/")[0], []).append(folder)
    return found


def _client(folder: str, sources: list[Source], problems: list[Problem]) -> tuple[Client, tuple[Record, ...]] | None:
    """The client that a folder's client.yml writes, with the people listed in it; None for any other folder."""
    settings = next((s for s in sources if s.path in {f"{folder}/client.yml", f"{folder}/client.yaml"}), None)
    if settings is None:
        return None
    client, *people = settings_records(settings, RECORD_TYPES["client"], folder, problems)
    for source in sources:
        if source is not settings and posixpath.dirname(source.path) == folder and _is_settings(source, "client"):
            problems.append(_second_settings(source, settings))
        elif source is not settings and not source.path.endswith(SIGNED_ENDING):
            problems += _outside_projects(source)
    return client, tuple(people)


def _outside_projects(source: Source) -> Iterator[Problem]:
    """A problem for a file of a client that lies in no project; `README.md` may tell something of the folder."""
    place, name = Place(source.path, line=1, column=1), posixpath.basename(source.path)
    hint = "move the file into a project's folder, one that holds a project.yml"
    if name.casefold() in SETTINGS:
        hint = _HIGHER if name in SETTINGS else _small(name)
    if not source.is_markdown or markdown_type(source, source.path.split("/")[1:-1]):
        yield Problem("DOS402", place, "records outside a project", hint)
    elif name.casefold() != "readme.md":
        yield Problem("DOS406", place, "this page lies in no project, and stands on no site", hint)


def _small(name: str) -> str:
    return f"call it `{name.casefold()}`, in small letters"


def settings_records(source: Source, of_type: RecordType, folder: str, problems: list[Problem]) -> list[Any]:
    """The record of client.yml or project.yml; when it cannot be read, one that has the folder's name only."""
    identifier = posixpath.basename(folder)
    if not is_folder_id(identifier):
        message = f"`{shortened(identifier)}` cannot be the folder of a {of_type.name}"
        problems.append(Problem("DOS403", Place(source.path, line=1, column=1), message, FOLDER_IDS))
    root, found = compose(source)
    problems += found
    place = Place(source.path)
    records: list[Any] = []
    if root is not None:
        project = identifier if of_type.name == "project" else ""
        records = list(decode(root, of_type, place, problems, {"id": identifier}, project))
    if not records or not isinstance(records[0], of_type.cls):
        records = [of_type.cls(id=identifier, title=identifier, place=place), *records]
    if records[0].id != identifier:
        problems.append(
            Problem("DOS403", records[0].at("id"), f"the id is `{records[0].id}`, the folder `{identifier}`")
        )
        records[0] = replace(records[0], id=identifier)
    return records


def _is_settings(source: Source, name: str) -> bool:
    return posixpath.basename(source.path) in {f"{name}.yml", f"{name}.yaml"}


def _second_settings(source: Source, first: Source) -> Problem:
    message = f"{first.path} is there, too, and only that one is read"
    return Problem("DOS405", Place(source.path, line=1, column=1), message, "put both into one file")


def _dossier(
    client: Client,
    people: tuple[Record, ...],
    folder: str,
    sources: list[Source],
    tree: Tree,
    parse: Callable[[Source, str], Parsed],
    problems: list[Problem],
) -> Dossier:
    settings = next(s for s in sources if s.path in {f"{folder}/project.yml", f"{folder}/project.yaml"})
    project: Project = settings_records(settings, RECORD_TYPES["project"], folder, problems)[0]
    records: list[Record] = list(people)
    pages: list[Page] = []
    signed: dict[str, str] = {}
    for source in sources:
        if source.path.endswith(SIGNED_ENDING):
            signed[source.path] = source.text
        elif source is not settings and posixpath.dirname(source.path) == folder and _is_settings(source, "project"):
            problems.append(_second_settings(source, settings))
        elif source is not settings and posixpath.basename(source.path) in SETTINGS and not holds_records(source):
            place = Place(source.path, line=1, column=1)
            problems.append(Problem("DOS402", place, "settings within the folder of a project", _HIGHER))
        elif source is not settings:
            found = parse(source, project.id)
            pages += [found.page] if found.page else []
            records += found.records
            problems += found.problems
    problems += _same_address(pages)
    return Dossier(
        client=client,
        project=project,
        records=tuple(_unique(records, problems)),
        pages=tuple(pages),
        signed=signed,
        files=tree.files,
    )


def _same_address(pages: list[Page]) -> Iterator[Problem]:
    """Pages that would overwrite each other: all stand below the project's documents, wherever their file lies."""
    seen: dict[str, str] = {}
    for page in pages:
        path = page.path.split("/", 2)[2].removeprefix("documents/").casefold()
        other = seen.setdefault(path.removesuffix("readme.md").removesuffix("index.md") or "start.md", page.path)
        if other != page.path:
            message = f"{page.path} and {other} would have the same address"
            yield Problem("DOS404", Place(page.path, line=1, column=1), message, "rename one of them")


def _team_page(source: Source, problems: list[Problem]) -> Page | None:
    """A page outside every client's folder; a list of records there is told, since nothing would read it."""
    if source.is_markdown:
        return ordinary_page(source, problems)
    name = posixpath.basename(source.path)
    if name.casefold() in SETTINGS or (source.path.endswith(RECORD_ENDINGS) and holds_records(source)):
        hint = "a client's folder needs client.yml, and in it a project's folder with project.yml"
        hint = _small(name) if name.casefold() in SETTINGS and name not in SETTINGS else hint
        problems.append(
            Problem("DOS402", Place(source.path, line=1, column=1), "records outside a client's folder", hint)
        )
    return None


def _unique(records: Iterable[Record], problems: list[Problem]) -> Iterator[Record]:
    """The records without those whose number an earlier one has."""
    seen: dict[str, Record] = {}
    for record in records:
        folded = record.id.casefold()
        if folded in seen:
            message = f"{record.id} is already the number of another record ({shortened(seen[folded].title)})"
            hint = f"the other is in {seen[folded].place.path}"
            problems.append(Problem("DOS401", record.at("id"), message, hint))
        else:
            seen[folded] = record
            yield record


def _knowing_each_other(dossiers: Iterable[Dossier]) -> Iterable[Dossier]:
    """The dossiers of one client, each with the others' records to refer to."""
    together: dict[str, Dossier] = {}
    for each in dossiers:
        name = each.project.id
        together[name] = replace(each, elsewhere=Elsewhere(together, name))
    return together.values()
