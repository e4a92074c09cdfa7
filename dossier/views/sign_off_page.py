"""The checklist of what the client confirms: by whom, by when, how it stands, and what changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.records.attachments import without_files
from dossier.records.declare import RECORD_TYPES
from dossier.records.sign_off import SignOff
from dossier.views.blocks import (
    NOTHING,
    Block,
    Card,
    Cards,
    Column,
    Comparisons,
    Facts,
    Heading,
    Links,
    Note,
    Table,
    Text,
    Tone,
)
from dossier.views.cells import tone
from dossier.views.differences import Comparison
from dossier.views.page_view import PageView
from dossier.views.tables import record_table
from dossier.views.values_compared import values_compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.compute.signature import FieldChange, RecordChange, Standing
    from dossier.views.context import Context

MOST_LISTED = 3


def sign_off_page(context: Context) -> PageView | None:
    """The checklist of this project, or None when nothing is to be signed."""
    sign_offs = context.dossier.of(SignOff)
    if not sign_offs:
        return None
    blocks: list[Block] = [_counts(context, sign_offs), _checklist(context, sign_offs)]
    for sign_off in sign_offs:
        standing = context.standings.get(sign_off.id)
        if standing and standing.state == "out_of_date":
            blocks.append(Heading(f"{sign_off.id} {sign_off.title}", sign_off.id))
            blocks.append(Note(context.say("explain_out_of_date"), "bad"))
            blocks += _changes(context, standing)
    return PageView(title=context.say("page_sign_off"), lead=context.say("lead_sign_off"), blocks=tuple(blocks))


def standing_note(context: Context, sign_off: SignOff) -> Iterator[Block]:
    """How one sign-off stands, in a sentence."""
    if standing := context.standings.get(sign_off.id):
        yield Note(context.say(f"explain_{standing.state}"), _note_tone(standing.state))


def covered_blocks(context: Context, sign_off: SignOff) -> Iterator[Block]:
    """What changed since one sign-off was given, everything it covers, and the digest of what was signed."""
    standing = context.standings.get(sign_off.id)
    if standing is None:
        return
    if standing.changes:
        yield Heading(context.say("changed_since"), "changed")
        yield from _changes(context, standing)
    by_type: dict[str, list[object]] = {}
    for record in standing.covered:
        by_type.setdefault(record.type_name, []).append(record)
    for name, records in by_type.items():
        yield Heading(context.say("covers_of", what=RECORD_TYPES[name].plural[context.language]), f"covers-{name}")
        yield record_table(context, records, ("record", "priority", "due"))  # type: ignore[arg-type]
    if sign_off.digest:
        yield Facts(((context.say("digest"), Text(sign_off.digest)),))


def _counts(context: Context, sign_offs: tuple[SignOff, ...]) -> Cards:
    states: list[str] = [context.standings[s.id].state for s in sign_offs if s.id in context.standings]
    order = ("confirmed", "conditions", "open", "expired", "out_of_date", "rejected")
    counts = [(state, states.count(state)) for state in order]
    return Cards(tuple(Card(context.say(f"sign_{s}"), str(n), tone=_note_tone(s)) for s, n in counts if n))


def _checklist(context: Context, sign_offs: tuple[SignOff, ...]) -> Table:
    base = record_table(context, sign_offs, ("record", "standing", "signer", "due", "decided_on"))
    rows = tuple((*row, _covers(context, sign_off)) for row, sign_off in zip(base.rows, sign_offs, strict=True))
    return Table((*base.columns, Column(context.say("covers"))), rows, listed=True)


def _covers(context: Context, sign_off: SignOff) -> Text | Links:
    """The records covered, or how many of which kind when they are more than a few."""
    standing = context.standings.get(sign_off.id)
    if standing is None or not standing.covered:
        return NOTHING
    if len(standing.covered) <= MOST_LISTED:
        return Links(tuple(context.link_to(record) for record in standing.covered))
    counts: dict[str, int] = {}
    for record in standing.covered:
        counts[record.type_name] = counts.get(record.type_name, 0) + 1
    parts = [
        context.say(
            "count_of",
            n=n,
            what=(RECORD_TYPES[t].label if n == 1 else RECORD_TYPES[t].plural)[context.language].lower(),
        )
        for t, n in counts.items()
    ]
    return Text((", " if context.language == "en" else "、").join(parts))


def _changes(context: Context, standing: Standing) -> Iterator[Block]:
    for change in standing.changes:
        yield Comparisons(
            context.link(change.id),
            context.say(f"record_{change.kind}"),
            tuple(_compared(context, change, field) for field in change.fields),
        )
    if not standing.changes:
        yield Note(context.say("signed_text_missing"), "warn")


def _compared(context: Context, change: RecordChange, difference: FieldChange) -> Comparison:
    record = context.dossier.find(change.id)
    field = RECORD_TYPES[record.type_name].fields.get(difference.field) if record else None
    label = field.label[context.language] if field else difference.field
    before, after = difference.before, difference.after
    if context.audience == "client":
        before, after = without_files(difference.field, before), without_files(difference.field, after)
    return Comparison(label, *values_compared(context, field.kind if field else None, before, after))


def _note_tone(state: str) -> Tone:
    found = tone(state)
    return "info" if state == "open" else found
