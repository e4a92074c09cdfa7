"""A context that notes what is read from it, so that a page is made again only when something of that changed."""

from __future__ import annotations

from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from msgspec import msgpack

from dossier.compute.fingerprint import fingerprint
from dossier.dossier import Dossier, once
from dossier.records.declare import RECORD_TYPES, Record, type_of
from dossier.records.once import asked_of_all, once_per_record
from dossier.views.context import Context
from dossier.views.noting import (
    EVERYTHING,
    Fact,
    NotingAgreed,
    NotingById,
    NotingDossier,
    NotingHistory,
    NotingPlan,
    NotingSlips,
    NotingStandings,
    NotingTrace,
)
from dossier.views.record_page import told_in_lists

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dossier.views.blocks import FileLink, RecordLink

__all__ = ["Fact", "Facts", "Watched", "prepare_prints"]

_FOUND_FROM = {"uncertainty": ("uncertainty", ""), "outlook": ("uncertainty", "")}
_CONSTANT = frozenset({"say", "wording", "pattern"})


class Watched:
    """Reads like the context it is made from; `read` holds what was read since `begin`.

    Only what is named here is noted one by one. Whoever reads anything else depends on everything: in doubt a page is
    made again.
    """

    def __init__(self, origin: Context) -> None:
        self._origin = origin
        self.read: set[Fact] = set()
        self.as_of, self.language, self.audience = origin.as_of, origin.language, origin.audience
        self.base, self.bases, self.home = origin.base, origin.bases, origin.home
        self.dossier = NotingDossier(origin.dossier, self.read)
        self.agreed = NotingAgreed(origin, self.read)
        self.plan = NotingPlan(origin, self.read)
        self.trace = NotingTrace(origin, self.read)
        self.standings = NotingStandings(origin, self.read)
        self.sign_offs_of = NotingById(origin, "sign_offs_of", self.read)
        self.slips = NotingSlips(origin.slips, self.read) if origin.slips else None
        self.history = NotingHistory(origin.history, self.read) if origin.history else None

    def begin(self) -> None:
        """Forget what was read."""
        self.read.clear()

    def facts(self) -> tuple[Fact, ...]:
        """What was read, in order; what depends on everything depends on nothing else besides."""
        return (EVERYTHING,) if EVERYTHING in self.read else tuple(sorted(self.read))

    def note(self, record: Record, *named: Record | None) -> None:
        """Note a record that a page was given rather than read, and those that it only names."""
        self.read.add(("record", _reference(self._origin, record)))
        self.read.update(("name", _reference(self._origin, each)) for each in named if each)

    def __getattr__(self, name: str) -> Any:
        if name not in _CONSTANT:
            self.read.add(_FOUND_FROM.get(name, EVERYTHING))
        return getattr(self._origin, name)

    def known_link(self, reference: str, note: str = "") -> RecordLink | None:
        """How a record is named; nothing else of it is read."""
        self.read.add(("name", reference))
        return self._origin.known_link(reference, note)

    def leads_to(self, path: str) -> RecordLink | FileLink | None:
        """Where a file of the project stands on the site; nothing else is read of it."""
        self.read.add(("leads", path))
        return self._origin.leads_to(path)

    def type_name_of(self, reference: str) -> str:
        """The name of a record's type, which belongs to the same fact as how it is named."""
        self.read.add(("name", reference))
        return self._origin.type_name_of(reference)

    url = Context.url
    url_of = Context.url_of
    link = Context.link
    link_to = Context.link_to
    links = Context.links
    name = Context.name
    day = Context.day
    section_title = Context.section_title
    type_label = Context.type_label


_ENCODED = msgpack.Encoder(enc_hook=repr).encode


def _reference(context: Context, record: Record) -> str:
    return record.id if context.dossier.by_id.get(record.id) is record else f"{record.project}/{record.id}"


def prepare_prints(dossier: Dossier) -> None:
    """Work out the fingerprints of a dossier's records, so that they are known when they are asked for."""
    for record in dossier.records:
        _print(record)
        _row_print(record)


def _joined(parts: Iterable[bytes]) -> bytes:
    """A fingerprint of field names and fingerprints one after the other."""
    return blake2b(b"\0".join(parts), digest_size=16).digest()


@asked_of_all("site")
@once_per_record
def _print(record: Record) -> bytes:
    """A record's fingerprint; where in its file it stands is told on no page, but a "no" that was written down is."""
    values = [getattr(record, name) for name in type_of(record).fields]
    return fingerprint((record.type_name, record.project, record.place.path, values, sorted(record.keys)))


@asked_of_all("site")
@once_per_record
def _row_print(record: Record) -> bytes:
    """The fingerprint of what lists tell of a record."""
    return fingerprint(told_in_lists(record))


def _name_print(record: Record) -> bytes:
    """The fingerprint of what a link to a record tells, and of its type."""
    told = f"{record.type_name} {record.project} {record.id} {record.title}"  # only a title holds blanks
    return blake2b(told.encode(), digest_size=16).digest()


class Facts:
    """What a context holds now, as fingerprints by which to see whether a page is still what it would be."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[Fact, bytes] = {}
        self._kinds: Mapping[str, Callable[[str], bytes]] = {
            "record": self._record,
            "name": self._name,
            "to": self._to,
            "leads": lambda path: fingerprint(context.leads_to(path)),
            "of": self._of_type,
            "rows": self._rows,
            "count": lambda name: fingerprint(context.dossier.count(RECORD_TYPES[name].cls)),
            "sign_offs_of": lambda key: _joined(map(_print, context.sign_offs_of.get(key, ()))),
            "state": self._state,
            "standings": self._standing,
            "plan": lambda key: fingerprint(context.plan.rows if key == "*" else context.plan.by_id.get(key)),
            "drives": lambda key: fingerprint(context.plan.drives.get(key)),
            "slip": lambda key: fingerprint(context.slips and context.slips.of(key)),
            "history": self._history,
            "uncertainty": lambda _: fingerprint(context.uncertainty and context.uncertainty.made_from),
            "agreed": lambda key: b"1" if key in context.agreed.by_id else b"0",
            "client": lambda _: _print(context.dossier.client),
            "project": lambda _: _print(context.dossier.project),
        }

    def prepare(self) -> None:
        """Work out now what nearly every page asks for."""
        prepare_prints(self._context.dossier)
        self.together(())

    def together(self, facts: Iterable[Fact]) -> bytes:
        """One fingerprint of all these facts, and of what every page of the project depends on."""
        known = self._known
        parts = [known.get(fact) or self._of(fact) for fact in facts]
        return blake2b(b"".join((self._base, *parts)), digest_size=16).digest()

    def _of(self, fact: Fact) -> bytes:
        known = self._known.get(fact)
        if known is None:
            kind, key = fact
            made = self._kinds.get(kind)
            known = self._known[fact] = made(key) if made else self._everything
        return known

    def _record(self, key: str) -> bytes:
        found = self._context.dossier.find(key)
        return _print(found) if found else b"-"

    def _name(self, key: str) -> bytes:
        found = self._context.dossier.find(key)
        return _name_print(found) if found else b"-"

    def _to(self, key: str) -> bytes:
        mentions = self._context.trace.to(key)
        return _joined(part for each in mentions for part in (each.field.encode(), _row_print(each.source)))

    def _of_type(self, name: str) -> bytes:
        return _joined(map(_print, self._context.dossier.of(RECORD_TYPES[name].cls)))

    def _rows(self, key: str) -> bytes:
        name, first, last = key.split()
        return _joined(map(_row_print, self._context.dossier.some(RECORD_TYPES[name].cls, int(first), int(last))))

    def _state(self, key: str) -> bytes:
        found = self._context.standings.get(key)
        return found.state.encode() if found else b"-"

    def _history(self, key: str) -> bytes:
        history = self._context.history
        if history is None:
            return b"-"
        if key == "*":
            told = _ENCODED((history.entries, history.begins, history.uncommitted, history.missing))
            return blake2b(told, digest_size=16).digest()
        # A commit says all of itself by its id; what else it changed, thousands of records perhaps, is not read.
        return _joined(entry.commit.encode() + _ENCODED(change) for entry, change in history.of(key))

    def _standing(self, key: str) -> bytes:
        found = self._context.standings.get(key)
        return fingerprint((found.state, found.changes, [_print(r) for r in found.covered])) if found else b"-"

    @cached_property
    def _base(self) -> bytes:
        context = self._context
        pattern = context.pattern.pattern if context.pattern else ""
        given = (context.as_of, context.language, context.audience, context.base, context.bases, context.home, pattern)
        baseline = _print(context.slips.baseline) if context.slips else b""
        return fingerprint((*given, context.history is None)) + _print(context.dossier.project) + baseline

    @cached_property
    def _everything(self) -> bytes:
        context, dossier = self._context, self._context.dossier
        records = [_print(r) for r in (dossier.client, *dossier.records)]
        others = [_of_project(each) for each in dossier.elsewhere.others]
        agreed = [_print(r) for r in context.agreed.records]
        pages = [(page.path, page.title, page.text) for page in dossier.pages]
        waiting = [(_print(w.record), w.what, w.who, w.due, w.overdue) for w in context.waiting]
        standings = [(key, self._standing(key)) for key in context.standings]
        signed = sorted(dossier.signed.items())
        plan = (context.plan.rows, context.plan.expected, context.plan.axis)
        hidden = context.audience == "client"  # what the team reads is worked out from records that it reads, too
        computed = [each.facts for each in (context.slips, context.driving) if each and hidden]
        rest = (
            sorted(dossier.files),
            signed,
            waiting,
            standings,
            computed,
            self._of(("uncertainty", "")),
            self._history("*"),
        )
        return fingerprint((records, others, agreed, pages, plan, rest))


@once
def _of_project(dossier: Dossier) -> bytes:
    """The fingerprint of a project and its records, on which pages of the client's other projects may depend."""
    return fingerprint([_print(each) for each in (dossier.project, *dossier.records)])
