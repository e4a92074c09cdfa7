"""What a change makes visible to a client that she could not read before, and whether the team had it to itself."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.compute.difference import plain
from dossier.compute.projection import is_open, published

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.dossier import Dossier
    from dossier.problems.problem import Place

_ENDS = re.compile(r"\n+|(?<=[.!?;])\s+|(?<=[。！？；])")
_TELLING = 12
"""So many letters tell something by themselves, as in the last guard; a Chinese character counts as three."""


class NewlyVisible(Struct, frozen=True):
    """Text that a client can read now and could not before.

    `owner` is the id of the record, or the path of the page or file; `field` names the field, "" for a page or a file.
    `was_hidden` where it was there before, for the team alone.
    """

    owner: str
    title: str
    field: str
    text: str
    place: Place
    was_hidden: bool


def newly_visible(before: Dossier | None, after: Dossier) -> tuple[NewlyVisible, ...]:
    """What the client of a dossier sees after a change and did not see before, in the order of the dossier.

    Texts are compared sentence by sentence: what only moved to another record or field is not new. In what the client
    could see before, only sentences count that tell something; not a date, a name or a state.
    """
    if not is_open(after.project):
        return ()
    old, now = _State(before), _State(after)
    found = (_told(text, old) for text in now.seen.texts(unlike=old.seen))
    return (*(each for each in found if each), *_files(old, now))


class _Text(NamedTuple):
    """A text of a dossier and where it stands."""

    owner: str
    title: str
    field: str
    sentences: list[str]
    place: Place


class _Texts:
    """All texts of a dossier."""

    def __init__(self, dossier: Dossier | None) -> None:
        self.dossier = dossier
        self.records = (dossier.project, *dossier.records) if dossier else ()
        self.pages = dossier.pages if dossier else ()

    def texts(self, unlike: _Texts | None = None) -> Iterator[_Text]:
        """Each text in the order of the dossier; without the records and pages that stand in the other as well."""
        same = set(map(id, (*unlike.records, *unlike.pages))) if unlike else set()
        for record in self.records:
            for field, text in record.written.items() if id(record) not in same else ():
                if field not in {"id", "visibility"}:
                    yield _Text(record.id, record.title, field, _sentences(plain(text)), record.at(field))
        for page in self.pages:
            if id(page) not in same:
                yield _Text(page.path, page.title, "", _sentences(f"{page.title}\n{page.text}"), page.place)

    @cached_property
    def sentences(self) -> frozenset[str]:
        return frozenset(_key(each) for text in self.texts() for each in text.sentences)

    @cached_property
    def owners(self) -> frozenset[str]:
        return frozenset((*(record.id for record in self.records), *(page.path for page in self.pages)))


class _State:
    """A dossier as the client sees it, and as it is."""

    def __init__(self, dossier: Dossier | None) -> None:
        self.whole = _Texts(dossier)
        self.seen = _Texts(published(dossier) if dossier and is_open(dossier.project) else None)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The telling sentences that the client could not read."""
        written = (record.written for record in self.whole.records)
        inner = frozenset(chain.from_iterable(map(_within_marks, written)))
        return frozenset(each for each in (self.whole.sentences | inner) - self.seen.sentences if _tells(each))


def _told(text: _Text, old: _State) -> NewlyVisible | None:
    """What is new of a text; None where nothing is."""
    new = [each for each in text.sentences if _key(each) not in old.seen.sentences]
    owner_hidden = False
    if text.owner in old.seen.owners:
        new = [each for each in new if _tells(each)]
    else:
        owner_hidden = text.owner in old.whole.owners
    if not new:
        return None
    was_hidden = owner_hidden or any(_key(each) in old.hidden for each in new if _tells(each))
    return NewlyVisible(text.owner, text.title, text.field, "\n".join(new), text.place, was_hidden)


def _files(old: _State, now: _State) -> Iterator[NewlyVisible]:
    """Attached files that were not published before."""
    dossier = now.seen.dossier
    assert dossier is not None
    before = old.seen.dossier.files if old.seen.dossier else frozenset()
    there = old.whole.dossier.files if old.whole.dossier else frozenset()
    for path in sorted(dossier.files - before):
        naming = (r for r in now.seen.records if path in {dossier.attached(r, name) for name in r.attachments})
        record = next(naming, dossier.project)
        name = path.rpartition("/")[2]
        yield NewlyVisible(path, record.title, "", name, record.at("attachments"), path in there)


def _within_marks(written: Mapping[str, object]) -> Iterator[str]:
    """The sentences of fields that hold marks or comments, without these."""
    for text in map(plain, written.values()):
        if "<!--" in text:
            yield from map(_key, _sentences(re.sub(r"<!--|-->", "\n", text)))


def _sentences(text: str) -> list[str]:
    return [each.strip() for each in _ENDS.split(text) if _key(each)]


def _key(sentence: str) -> str:
    """A sentence without what differs by layout alone."""
    return "".join(filter(str.isalnum, sentence)).casefold()


def _tells(sentence: str) -> bool:
    letters = (3 if character >= "\u2e80" else 1 for character in sentence if character.isalpha())
    return sum(letters) >= _TELLING
