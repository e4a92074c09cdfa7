"""The parts of a context that note what is read from them: this record, the row of that task."""

# ruff: noqa: D102 - each is what it is in the part that it stands for
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.signature import Standing
    from dossier.records.declare import Record
    from dossier.records.references import Mention
    from dossier.views.context import Context

Fact = tuple[str, str]
"""What was read: a kind (`record`, `to`, `plan` …) and of what."""

EVERYTHING: Fact = ("everything", "")


class Noting:
    """Part of a context: reads like it, and notes that everything was read where nothing more exact is known."""

    def __init__(self, origin: Any, read: set[Fact]) -> None:
        self._origin = origin
        self._read = read

    def __getattr__(self, name: str) -> Any:
        self._read.add(EVERYTHING)
        return getattr(self._origin, name)


class NotingDossier(Noting):
    """A dossier: its parts, one by one."""

    @property
    def client(self) -> Any:
        self._read.add(("client", ""))
        return self._origin.client

    @property
    def project(self) -> Any:
        self._read.add(("project", ""))
        return self._origin.project

    @property
    def language(self) -> Any:
        return self._origin.language

    def find(self, reference: str) -> Record | None:
        self._read.add(("record", reference))
        found: Record | None = self._origin.find(reference)
        return found

    def count(self, cls: type[Any]) -> int:
        self._read.add(("count", cls.type_name))
        return len(self._origin.of(cls))

    def some(self, cls: type[Any], first: int, last: int) -> Any:
        self._read.add(("rows", f"{cls.type_name} {first} {last}"))
        return self._origin.some(cls, first, last)

    def of(self, cls: type[Any]) -> Any:
        self._read.add(("of", cls.type_name))
        return self._origin.of(cls)


class NotingAgreed(Noting):
    """The projection for the client."""

    def __init__(self, origin: Context, read: set[Fact]) -> None:
        super().__init__(origin.agreed, read)
        self.by_id = _Membership(origin, read)


class _Membership(Noting):
    def __contains__(self, identifier: str) -> bool:
        self._read.add(("agreed", identifier))
        return identifier in self._origin.agreed.by_id


class NotingPlan(Noting):
    """The plan, row by row."""

    def __init__(self, origin: Context, read: set[Fact]) -> None:
        super().__init__(origin.plan, read)
        self.by_id = NotingById(origin, "plan", read)
        self.drives = NotingById(origin, "drives", read)

    @property
    def rows(self) -> Any:
        self._read.add(("plan", "*"))
        return self._origin.rows


class NotingSlips(Noting):
    """How far tasks slip, task by task."""

    def of(self, task: str) -> Any:
        self._read.add(("slip", task))
        return self._origin.of(task)


class NotingTrace(Noting):
    """Who refers to a record, record by record; no more of those is read than lists tell."""

    def __init__(self, origin: Context, read: set[Fact]) -> None:
        super().__init__(origin.trace, read)

    def to(self, identifier: str) -> tuple[Mention, ...]:
        self._read.add(("to", identifier))
        found: tuple[Mention, ...] = self._origin.to(identifier)
        return found


class NotingById:
    """A mapping by the id of a record."""

    def __init__(self, origin: Context, kind: str, read: set[Fact]) -> None:
        self._kind = kind
        self._read = read
        self._context = origin

    def get(self, key: str, default: Any = None) -> Any:
        self._read.add((self._kind, key))
        return _mapping(self._context, self._kind).get(key, default)

    def __getitem__(self, key: str) -> Any:
        self._read.add((self._kind, key))
        return _mapping(self._context, self._kind)[key]

    def __contains__(self, key: str) -> bool:
        self._read.add((self._kind, key))
        return key in _mapping(self._context, self._kind)

    def __iter__(self) -> Iterator[str]:
        self._read.add(EVERYTHING)
        return iter(_mapping(self._context, self._kind))


class NotingStandings(Noting):
    """How each sign-off stands: its state, which thousands of pages may show, apart from all else."""

    def __init__(self, origin: Context, read: set[Fact]) -> None:
        super().__init__(origin.standings, read)

    def get(self, key: str) -> NotingStanding | None:
        self._read.add(("state", key))
        found = self._origin.get(key)
        return found and NotingStanding(found, key, self._read)

    def __getitem__(self, key: str) -> NotingStanding:
        self._read.add(("state", key))
        return NotingStanding(self._origin[key], key, self._read)

    def __contains__(self, key: str) -> bool:
        self._read.add(("state", key))
        return key in self._origin

    def __iter__(self) -> Iterator[str]:
        self._read.add(EVERYTHING)
        return iter(self._origin)


class NotingStanding:
    """How one sign-off stands."""

    def __init__(self, origin: Standing, key: str, read: set[Fact]) -> None:
        self._origin = origin
        self._key = key
        self._read = read
        self.state = origin.state  # which was noted with the key

    def __getattr__(self, name: str) -> Any:
        self._read.add(("standings", self._key))
        return getattr(self._origin, name)


def _mapping(context: Context, kind: str) -> Any:
    if kind == "plan":
        return context.plan.by_id
    if kind == "drives":
        return context.plan.drives
    return context.sign_offs_of


class NotingHistory(Noting):
    """The history of a project, record by record, or the whole of it."""

    def of(self, identifier: str) -> Any:
        """What changed in one record."""
        self._read.add(("history", identifier))
        return self._origin.of(identifier)

    def __getattr__(self, name: str) -> Any:
        self._read.add(("history", "*"))
        return getattr(self._origin, name)
