"""The dossier of one project, and the portfolio of all clients' dossiers."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from msgspec import Struct

from dossier.language import Language
from dossier.problems.problem import Place
from dossier.records.declare import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.records.client import Client
    from dossier.records.project import Project

R = TypeVar("R", bound=Record)
A = TypeVar("A", bound="Answering")
T = TypeVar("T")


class Page(Struct, frozen=True, kw_only=True):
    """An ordinary Markdown page: its path in the content folder, its title, and its text without front matter.

    `line` is the line of the file on which the text begins, from 1.
    """

    path: str
    title: str
    text: str
    visibility: str
    place: Place
    line: int = 1


class Elsewhere(Mapping[str, Record]):
    """The records of a client's other projects by `project/ID`.

    The client's dossiers share one mapping of themselves by project, from which each leaves out its own: a copy for
    each would grow with the square of the projects.
    """

    def __init__(self, dossiers: Mapping[str, Dossier] | None = None, own: str = "") -> None:
        self._dossiers = {} if dossiers is None else dossiers
        self._own = own

    @property
    def others(self) -> Iterator[Dossier]:
        """The dossiers of the client's other projects, in their order."""
        return (each for name, each in self._dossiers.items() if name != self._own)

    def other(self, project: str) -> Dossier | None:
        """The dossier of one of the client's other projects."""
        return self._dossiers.get(project) if project != self._own else None

    def __getitem__(self, key: str) -> Record:
        project, _, identifier = key.partition("/")
        if (other := self.other(project)) is None:
            raise KeyError(key)
        return other.by_id[identifier]

    def __iter__(self) -> Iterator[str]:
        return (f"{each.project.id}/{record.id}" for each in self.others for record in each.records)

    def __len__(self) -> int:
        return sum(len(each.records) for each in self.others)

    def __repr__(self) -> str:
        return repr(dict(self))


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """The records of one project, in the order of files and within them.

    `elsewhere` holds the records of the client's other projects by `project/ID`; `signed` the text of each
    `….signed.json` by its path; `files` the paths of all other files.
    """

    client: Client
    project: Project
    records: tuple[Record, ...] = ()
    pages: tuple[Page, ...] = ()
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    signed: Mapping[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()

    @property
    def folder(self) -> str:
        """The project's folder in the content folder: `client/project`."""
        return f"{self.client.id}/{self.project.id}"

    @property
    def language(self) -> Language:
        """The language in which the client reads."""
        return "zh" if self.client.language == "zh" else "en"

    def of(self, cls: type[R]) -> tuple[R, ...]:
        """The records of one type, in their order."""
        return self._by_type.get(cls, ())  # type: ignore[return-value]

    def count(self, cls: type[Record]) -> int:
        """How many records of one type there are."""
        return len(self.of(cls))

    def some(self, cls: type[R], first: int, last: int) -> tuple[R, ...]:
        """The records of one type from the one numbered `first` (from 0) to that before `last`."""
        return self.of(cls)[first:last]

    def find(self, reference: str) -> Record | None:
        """The record that an id names, or `project/ID` for one of another project of the same client."""
        return self.by_id.get(reference) or self.elsewhere.get(reference)

    def attached(self, record: Record, name: str) -> str:
        """The path in the content folder of a file that a record names; "" where it leaves the folder it belongs to.

        That is the project's, and the client's for the people of client.yml: elsewhere may be another client's.
        """
        path = posixpath.normpath(posixpath.join(record.folder, name))
        return path if path.startswith(f"{self.home_of(record)}/") else ""

    def home_of(self, record: Record) -> str:
        """The folder whose files a record may name."""
        return self.client.id if record.place.path == self.client.place.path else self.folder

    def __getstate__(self) -> dict[str, object]:
        """What is pickled: the fields, without what was computed from them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @cached_property
    def by_id(self) -> Mapping[str, Record]:
        """The records of this project by id; the first where an id stands twice."""
        return {record.id: record for record in reversed(self.records)}

    @cached_property
    def siblings(self) -> Mapping[str, Project]:
        """The client's other projects by id."""
        return {each.project.id: each.project for each in self.elsewhere.others}

    @cached_property
    def answers(self) -> dict[object, object]:
        """What functions marked `once` found in this dossier, by function."""
        return {}

    @cached_property
    def _by_type(self) -> Mapping[type[Record], tuple[Record, ...]]:
        found: dict[type[Record], list[Record]] = {}
        for record in self.records:
            found.setdefault(type(record), []).append(record)
        return {cls: tuple(records) for cls, records in found.items()}


class Answering(Protocol):
    """What keeps the answers of functions marked `once`, by function: a dossier, a context."""

    @property
    def answers(self) -> dict[object, object]:
        """The answers so far."""


def once(compute: Callable[[A], T]) -> Callable[[A], T]:
    """The same function, which computes only once for each dossier or context; that keeps the answer."""

    @wraps(compute)
    def answer(asked: A) -> T:
        answers = asked.answers
        if compute not in answers:
            answers[compute] = compute(asked)
        return cast("T", answers[compute])

    return answer


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """All clients with their dossiers, and the team's own pages (the handbook)."""

    clients: tuple[Client, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    pages: tuple[Page, ...] = ()
    files: frozenset[str] = frozenset()

    def client(self, identifier: str) -> Client | None:
        """The client with that id."""
        return next((client for client in self.clients if client.id == identifier), None)

    def of_client(self, identifier: str) -> tuple[Dossier, ...]:
        """The dossiers of one client, in the order of their projects."""
        return tuple(dossier for dossier in self.dossiers if dossier.client.id == identifier)

    def dossier(self, folder: str) -> Dossier | None:
        """The dossier in `client/project`."""
        return next((dossier for dossier in self.dossiers if dossier.folder == folder), None)
