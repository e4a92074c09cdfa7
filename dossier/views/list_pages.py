"""The pages that list records of a kind: requirements, reports, risks, meetings, deliverables, changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.compute.events import change_log
from dossier.records.action import Action
from dossier.records.assumption import Assumption
from dossier.records.change_request import ChangeRequest
from dossier.records.closing_review import ClosingReview
from dossier.records.decision import Decision
from dossier.records.declare import type_of
from dossier.records.deliverable import Deliverable
from dossier.records.issue import Issue
from dossier.records.meeting import Meeting
from dossier.records.requirement import Requirement
from dossier.records.risk import Risk
from dossier.records.status_report import StatusReport
from dossier.views.blocks import Badge, Block, Card, Cards, Heading, Items, Panel
from dossier.views.burn_up_chart import burn_up_blocks
from dossier.views.cells import tone
from dossier.views.change_steps import change_steps, impact_line
from dossier.views.overview import event_item
from dossier.views.page_view import PageView
from dossier.views.parts import MOST_ROWS, links_to_parts, parts_of
from dossier.views.record_page import REQUIREMENT_COLUMNS, list_columns, record_body
from dossier.views.risk_matrix import risk_matrix
from dossier.views.tables import record_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.records.declare import Record, RecordType
    from dossier.views.context import Context


def requirements_page(context: Context, part: int = 1) -> PageView | None:
    """All requirements with search and filters; a long list in parts, counted from 1."""
    total = context.dossier.count(Requirement)
    if not total:
        return None
    found = context.dossier.some(Requirement, (part - 1) * MOST_ROWS, part * MOST_ROWS)
    table = record_table(context, found, REQUIREMENT_COLUMNS, filters=True)
    names = [_rows_of(each, total) for each in range(1, parts_of(total) + 1)]
    return _page(context, "requirements", [*links_to_parts(context, "requirements", names, part, total), table])


def _rows_of(part: int, total: int) -> str:
    """The rows of a part of a list, such as 401–800."""
    return f"{(part - 1) * MOST_ROWS + 1}–{min(part * MOST_ROWS, total)}"


def changes_page(context: Context) -> PageView | None:
    """Every change request with its steps, then the log of all that changed the agreement."""
    found = context.dossier.of(ChangeRequest)
    log = change_log(context.dossier, context.as_of)
    if not found and not log:
        return None
    blocks: list[Block] = []
    if found:
        states = [change.status for change in found]
        counts = [
            (s, states.count(s)) for s in ("requested", "assessed", "approved", "implemented", "rejected", "deferred")
        ]
        blocks.append(Cards(tuple(Card(context.say(f"change_{s}"), str(n), tone=tone(s)) for s, n in counts if n)))
        blocks.append(Heading(context.say("change_requests"), "requests"))
        blocks += [_change_panel(context, change) for change in found]
    if log:
        blocks += [
            Heading(context.say("change_log"), "log"),
            Items(tuple(event_item(context, event) for event in log)),
        ]
    return _page(context, "changes", blocks)


def reports_page(context: Context) -> PageView | None:
    """The latest report in full, and all of them as a list."""
    reports = sorted(context.dossier.of(StatusReport), key=lambda r: (r.as_of is not None, r.as_of), reverse=True)
    if not reports:
        return None
    blocks: list[Block] = [Heading(reports[0].title, "latest"), *record_body(context, reports[0])]
    blocks.append(Heading(context.say("all_reports"), "all"))
    blocks.append(record_table(context, reports, ("record", "as_of", "rag", "schedule", "cost", "scope")))
    return _page(context, "reports", blocks)


def risks_page(context: Context) -> PageView | None:
    """Risks with the gravest first, issues, and what is taken for granted."""
    risks = sorted(context.dossier.of(Risk), key=lambda r: (r.status == "closed", -(r.score or 0), r.id))
    parts = (
        ("risks", risks, ("record", "score", "probability", "impact", "status", "owner", "prevention")),
        (
            "issues",
            context.dossier.of(Issue),
            ("record", "severity", "status", "owner", "raised_on", "due", "closed_on"),
        ),
        (
            "assumptions",
            context.dossier.of(Assumption),
            ("record", "status", "check_by", "owner", "if_false"),
        ),
    )
    return _parts_page(context, "risks", parts, {"risks": tuple(risk_matrix(context, risks))})


def meetings_page(context: Context) -> PageView | None:
    """Meetings with the latest first, decisions, and who promised what."""
    meetings = sorted(context.dossier.of(Meeting), key=lambda m: (m.on is not None, m.on, m.id), reverse=True)
    decisions = sorted(context.dossier.of(Decision), key=lambda d: (d.status != "open", d.id))
    actions = sorted(
        context.dossier.of(Action), key=lambda a: (a.status in {"done", "dropped"}, str(a.due or ""), a.id)
    )
    parts = (
        ("meetings", meetings, ("record", "on", "time", "attendees")),
        ("decisions", decisions, ("record", "status", "decided_by", "decided_on", "due")),
        ("actions", actions, ("record", "owner", "due", "status", "meeting")),
    )
    return _parts_page(context, "meetings", parts)


def deliverables_page(context: Context) -> PageView | None:
    """What is handed over, when, and whether it was accepted."""
    found = sorted(context.dossier.of(Deliverable), key=lambda d: (d.due is None, str(d.due), d.id))
    if not found:
        return None
    accepted = sum(bool(d.accepted) for d in found)
    waiting = sum(bool(d.delivered) and not d.accepted and not d.rejected for d in found)
    cards = (
        Card(
            context.say("deliverables_accepted"),
            context.say("met_of", met=accepted, total=len(found)),
            percent=100 * accepted // len(found),
        ),
        Card(context.say("deliverables_waiting"), str(waiting), tone="info" if waiting else "good"),
    )
    columns = ("record", "due", "delivered", "accepted", "accepted_by", "rejected", "remarks")
    blocks = (Cards(cards), record_table(context, found, columns), *burn_up_blocks(context))
    return _page(context, "deliverables", blocks)


def closing_page(context: Context) -> PageView | None:
    """The closing review in full: planned against actual, how we worked, what we learnt."""
    reviews = context.dossier.of(ClosingReview)
    blocks: list[Block] = []
    for review in reviews:
        blocks += [Heading(review.title, review.id), *record_body(context, review)]
    return _page(context, "closing", blocks) if reviews else None


def plain_list_page(context: Context, of_type: RecordType) -> PageView:
    """All records of a type that has no page of its own making."""
    found = context.dossier.of(of_type.cls)
    table = record_table(context, found, list_columns(of_type), filters=True)
    return PageView(title=of_type.plural[context.language], lead=of_type.help, blocks=(table,))


def _page(context: Context, name: str, blocks: Sequence[Block]) -> PageView:
    return PageView(title=context.say(f"page_{name}"), lead=context.say(f"lead_{name}"), blocks=tuple(blocks))


def _parts_page(
    context: Context,
    name: str,
    parts: Iterable[tuple[str, Sequence[Record], Sequence[str]]],
    above: Mapping[str, Sequence[Block]] | None = None,
) -> PageView | None:
    """A page of several lists, with what stands `above` some of them; those without records are left out."""
    blocks: list[Block] = []
    for part, records, columns in parts:
        if records:
            of_type = type_of(records[0])
            blocks.append(Heading(of_type.plural[context.language], of_type.key.replace("_", "-")))
            blocks += (above or {}).get(part, ())
            blocks.append(record_table(context, records, columns, filters=len(records) > 12))
    return _page(context, name, blocks) if blocks else None


def _change_panel(context: Context, change: ChangeRequest) -> Panel:
    """A change request: how it stands, what it does to time and cost, and its steps."""
    badge = Badge(context.say(f"change_{change.status}"), tone(change.status)) if change.status else None
    return Panel(
        context.link_to(change), (change_steps(context, change, brief=True),), badge, impact_line(context, change)
    )
