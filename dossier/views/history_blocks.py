"""What changed in records as lines and tables: on the page of the change log, and folded on each record's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.declare import RECORD_TYPES
from dossier.text.values import replace
from dossier.views.blocks import Comparisons, Fold, Note, RecordLink
from dossier.views.differences import Comparison, Piece
from dossier.views.values_compared import values_compared

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.compute.history import Change, Entry
    from dossier.records.declare import Record
    from dossier.views.blocks import Block
    from dossier.views.context import Context

MOST_ADDED = 10
"""So many records that came together are named one by one; of more it is told how many of each type they are."""
_MOST_OF_RECORD = 50
_LONG = 300
"""Letters that are the same before and after, from which on only what stands around a change is shown."""
_AROUND = 100
_LONGEST = 600
"""Letters of one changed stretch that are shown: the list of a baseline's tasks has thousands."""

Told = tuple["Entry", "Change"]


def changed_blocks(context: Context, told: Sequence[Told]) -> Iterator[Block]:
    """These changes, records that came many at a time as a count of each type."""
    added: dict[str, list[Told]] = {}
    for entry, change in told:
        if change.kind == "added":
            added.setdefault(change.type_name, []).append((entry, change))
    counted = {name: each for name, each in added.items() if len(each) > MOST_ADDED}
    for name, each in counted.items():
        what = RECORD_TYPES[name].plural[context.language]
        yield Note(context.say("history_came", n=len(each), what=what.lower()), remark=_by(context, *each))
    for entry, change in told:
        if change.kind != "added" or change.type_name not in counted:
            yield _comparison(context, entry, change, f"{change.type_name} {change.id}")


def record_history(context: Context, record: Record) -> Iterator[Block]:
    """The history of a record, folded; nothing where there is none to tell."""
    told = context.history.of(record.id) if context.history else ()
    if not told:
        return
    inner: list[Block] = []
    for entry, change in told[:_MOST_OF_RECORD]:
        inner.append(_comparison(context, entry, change, "", context.day(entry.day)))
    if len(told) > _MOST_OF_RECORD:
        inner.append(Note(context.say("related_cut", shown=_MOST_OF_RECORD, total=len(told))))
    yield Fold(context.say("history_of_record", n=len(told)), tuple(inner))


def _comparison(context: Context, entry: Entry, change: Change, named: str, on: str = "") -> Comparisons:
    """One change; `named` is empty where the page tells already which record it is about."""
    requests = context.links(change.requests) if named == "" else ()
    return Comparisons(
        link=_link(context, change) if named else RecordLink(id="", title=on, url=""),
        what=_what(context, change),
        changes=tuple(_fields(context, change)),
        heads=("text_before", "text_after"),
        tone="neutral",
        warning=context.say("history_unapproved", what=", ".join(change.unapproved)) if change.unapproved else "",
        remark=_by(context, (entry, change)),
        links=requests,
    )


def _link(context: Context, change: Change) -> RecordLink:
    if context.type_name_of(change.id) == change.type_name:
        return context.link(change.id)
    if change.type_name in {"client", "project"} or not change.id:  # a number that must not be told
        kind = RECORD_TYPES[change.type_name].label[context.language]
        return RecordLink(id="", title=f"{kind} {change.title}".strip(), url="")
    return RecordLink(id=change.id, title=change.title, url="")


def _what(context: Context, change: Change) -> str:
    told = context.say(f"history_{change.kind}")
    if change.was:
        return f"{told} ({context.say('review_was', id=change.was)})"
    if change.moved_from and context.audience == "team":
        return f"{told} ({context.say('review_from', path=change.moved_from)})"
    return told


def _fields(context: Context, change: Change) -> Iterator[Comparison]:
    """The fields before and after, word by word; of a record that came or went only that it did."""
    declared = RECORD_TYPES[change.type_name].fields
    for each in change.fields if change.kind not in {"added", "removed"} else ():
        field = declared.get(each.field)
        label = field.label[context.language] if field else each.field
        if each.field in change.withheld:
            told = (Piece(context.say("history_withheld")),)
            yield Comparison(label, told, told)  # an empty side would say that there was nothing
        else:
            compared = values_compared(context, field.kind if field else None, each.before, each.after)
            yield Comparison(label, *map(_around_changes, compared))


def _around_changes(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces; of what is the same for long only what stands next to a change."""
    found = []
    for number, piece in enumerate(pieces):
        first, last = number == 0, number == len(pieces) - 1
        text = piece.text
        if piece.changed and len(text) > _LONGEST:
            text = f"{_beginning(text, _LONGEST)}…"
        elif not piece.changed and len(text) > _LONG and not (first and last):
            head, tail = "" if first else _beginning(text, _AROUND), "" if last else _end(text, _AROUND)
            text = f"{head}…{tail}"
        found.append(replace(piece, text=text))
    return tuple(found)


def _beginning(text: str, most: int) -> str:
    """What a text begins with, as far as a line ends, else a word."""
    begun = text[:most]
    end = next((at for gap in "\n " if (at := begun.rfind(gap, 1)) > 0), None)
    return f"{begun} " if end is None else begun[: end + 1]


def _end(text: str, most: int) -> str:
    """What a text ends with, from where a line begins, else a word."""
    ending = text[-most:]
    begin = next((at for gap in "\n " if (at := ending.find(gap, 0, -1)) >= 0), None)
    return f" {ending}" if begin is None else ending[begin:]


def _by(context: Context, *told: Told) -> str:
    """Who did it in which commits, for the team."""
    if context.audience != "team":
        return ""
    entries = {entry.commit: entry for entry, _ in told}.values()
    return " · ".join(f"{each.author}, {each.commit[:7]}: {each.subject}" for each in list(entries)[:MOST_ADDED])
