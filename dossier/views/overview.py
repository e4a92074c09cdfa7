"""The first page a client opens: how the project stands, what needs her, what changed, whom to ask."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dossier.compute.events import Event, events
from dossier.compute.money import Money, money
from dossier.compute.plan import late_days
from dossier.compute.waiting import Waiting
from dossier.records.declare import type_of
from dossier.records.requirement import Requirement
from dossier.records.status_report import StatusReport
from dossier.records.words import RAG
from dossier.text.addresses import without_file_addresses
from dossier.views.blocks import (
    Block,
    Body,
    Card,
    Cards,
    Columns,
    Facts,
    Heading,
    Item,
    Items,
    Note,
    People,
    Text,
    Tone,
)
from dossier.views.page_view import PageView
from dossier.views.people_page import contacts
from dossier.views.slip_words import finish_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.compute.plan_row import PlanRow
    from dossier.records.project import Objective
    from dossier.views.context import Context
    from dossier.words import Say

RECENT = timedelta(days=31)
MOST_EVENTS = 8
MOST_WAITING = 6
_MET = frozenset({"accepted", "verified", "implemented"})


def overview(context: Context) -> PageView:
    """The overview of a project."""
    project = context.dossier.project
    waiting = context.waiting
    slip = finish_note(context)
    client = context.dossier.client
    opening = "" if context.home else client.introduction  # else it stands on the page of all projects
    blocks: list[Block] = [Body(opening, client.folder)] if opening else []
    blocks += [_headline(context), *((slip,) if slip else ()), Cards(tuple(_cards(context)))]
    now: list[Block] = [Heading(context.say("needs_you"), "needs-you"), *_needs_you(context, waiting)]
    recent = recent_events(context)
    lately = (Heading(context.say("changed_lately"), "changed-lately"), Items(recent)) if recent else ()
    blocks += [Columns((tuple(now), lately))] if lately else now
    if people := contacts(context):
        blocks += [Heading(context.say("whom_to_ask"), "whom-to-ask"), People(people)]
    blocks += _about(context)
    return PageView(title=project.title, kicker=context.dossier.client.title, blocks=tuple(blocks))


def _needs_you(context: Context, waiting: Sequence[Waiting]) -> list[Block]:
    """What waits for the client, the most pressing of it; a good word where nothing does."""
    if not waiting:
        return [Note(context.say("nothing_needs_you"), "good")]
    more = context.say("all_of_them", n=len(waiting)) if len(waiting) > MOST_WAITING else ""
    items = tuple(waiting_item(context, each) for each in waiting[:MOST_WAITING])
    return [Items(items, f"{context.base}decide/", more)]


def waiting_item(context: Context, waiting: Waiting) -> Item:
    """One thing that waits for the client."""
    when = context.say("due", day=context.day(waiting.due)) if waiting.due else ""
    if waiting.overdue:
        when = context.say("overdue", day=context.day(waiting.due))
    link = context.link_to(waiting.record)
    feel: Tone = "bad" if waiting.overdue else "warn" if waiting.what == "sign_again" else "info"
    return Item(
        context.say(f"to_{waiting.what}"),
        link,
        when,
        context.name(waiting.who) if waiting.who else "",
        tone=feel,
    )


def recent_events(context: Context) -> tuple[Item, ...]:
    """What happened in the last month, the latest first."""
    recent = [event for event in events(context.dossier, context.as_of) if context.as_of - event.on <= RECENT]
    return tuple(event_item(context, event) for event in recent[:MOST_EVENTS])


def event_item(context: Context, event: Event) -> Item:
    """One thing that happened."""
    who = context.name(event.by) if event.by else ""
    note = without_file_addresses(event.note)  # a line of text leads nowhere
    return Item(context.say(event.what), context.link_to(event.record), context.day(event.on), who, note)


def sentence(context: Context) -> tuple[str, Tone]:
    """In one sentence how the project stands, and how that feels."""
    say, plan, agreed = context.say, context.plan, context.dossier.project.finish
    finish = plan.expected_finish
    if finish is None:
        return say("stands_no_plan"), "neutral"
    if all(row.state == "done" for row in plan.rows):
        return say("stands_done", day=context.day(finish)), "good"
    budget = _budget_words(context, money(context.dossier))
    day = context.day(finish)
    if agreed is None:
        return say("stands_expected", day=day) + budget, "neutral"
    if late := late_days(finish, agreed, plan.calendar):
        feel: Tone = "bad" if late > 10 else "warn"
        return say("stands_late", n=late, day=day, agreed=context.day(agreed)) + budget, feel
    return say("stands_on_time", day=day, agreed=context.day(agreed)) + budget, "good"


def _headline(context: Context) -> Note:
    """How the project stands, and what the latest report said of it."""
    text, feel = sentence(context)
    reports = [r for r in context.dossier.of(StatusReport) if r.as_of and r.as_of <= context.as_of]
    latest = max(reports, key=lambda report: report.as_of or context.as_of, default=None)
    if latest is None or not latest.rag:
        return Note(text, feel)
    rag = RAG[latest.rag][0 if context.language == "en" else 1]
    said = context.say("last_report_said", day=context.day(latest.as_of), rag=rag)
    return Note(text, feel, (context.link_to(latest),), said)


def _budget_words(context: Context, figures: Money | None) -> str:
    if figures is None:
        return ""
    if figures.over > 0:
        return context.say("stands_over_budget", amount=context.wording.money(figures.over, figures.currency))
    return context.say("stands_within_budget")


def _cards(context: Context) -> list[Card]:
    return [
        *_time_card(context),
        *_money_card(context),
        *_milestone_card(context),
        *_requirements_card(context),
    ]


def _time_card(context: Context) -> list[Card]:
    finish, agreed = context.plan.expected_finish, context.dossier.project.finish
    if finish is None:
        return []
    feel: Tone = "neutral" if agreed is None else "good" if finish <= agreed else "bad"
    key = "" if agreed is None else "on_time" if finish <= agreed else "behind"
    note = context.say("agreed_was", day=context.day(agreed)) if agreed else ""
    label = context.say("expected_finish")
    value = context.day(finish)
    if key:
        note = f"{context.say(key)} · {note}"
    return [Card(label, value, note, feel, f"{context.base}plan/", progress(context.plan.rows))]


def progress(rows: Sequence[PlanRow]) -> int:
    """How much of the work is done, in percent of the planned working days."""
    leaves = [row for row in rows if not row.is_summary]
    total = sum(row.duration_days for row in leaves)
    return round(sum(row.duration_days * row.progress for row in leaves) / total) if total else 0


def _money_card(context: Context) -> list[Card]:
    figures = money(context.dossier)
    if figures is None:
        return []
    amount = context.wording.money
    feel: Tone = "good" if figures.over <= 0 else "bad"
    state = context.say("within_budget" if figures.over <= 0 else "over_budget")
    note = f"{state} · {context.say('agreed_was_money', amount=amount(figures.agreed, figures.currency))}"
    spent = round(100 * figures.actual / figures.agreed) if figures.agreed else 0
    value = amount(figures.forecast, figures.currency)
    return [
        Card(
            context.say("expected_cost"),
            value,
            note,
            feel,
            f"{context.base}cost/",
            min(100, int(spent)),
        )
    ]


def _milestone_card(context: Context) -> list[Card]:
    ahead = sorted(
        (r for r in context.plan.rows if r.milestone and r.state != "done"),
        key=lambda r: (r.expected_finish, r.number),
    )
    if not ahead:
        return []
    row = ahead[0]
    late = row.late_days
    note = (
        context.say("late_by", n=late)
        if late > 0
        else context.say("agreed_was", day=context.day(row.deadline))
        if row.deadline
        else ""
    )
    record = context.dossier.find(row.id)
    url = context.url(record) if record else ""
    feel: Tone = "bad" if late > 0 or row.finish < context.as_of else "info"
    text = context.day(row.expected_finish)
    return [Card(context.say("next_milestone"), row.title, f"{text}{' · ' if note else ''}{note}", feel, url)]


def _requirements_card(context: Context) -> list[Card]:
    wanted = [
        r for r in context.dossier.of(Requirement) if r.priority != "wont" and r.status not in {"rejected", "withdrawn"}
    ]
    if not wanted:
        return []
    met = sum(r.status in _MET for r in wanted)
    accepted = sum(r.status == "accepted" for r in wanted)
    value = context.say("met_of", met=met, total=len(wanted))
    note = context.say("of_which_accepted", n=accepted)
    url = f"{context.base}requirements/"
    return [Card(context.say("requirements_met"), value, note, "info", url, round(100 * met / len(wanted)))]


def _about(context: Context) -> list[Block]:
    """What the project is for and what belongs to it, at the foot of the page."""
    project, say = context.dossier.project, context.say
    blocks: list[Block] = [Heading(say("about_project"), "about")]
    if project.description:
        blocks.append(Body(project.description, project.folder))
    facts = [(say("column_start_on"), Text(context.day(project.start)))] if project.start else []
    if project.finish:
        facts.append((say("agreed_finish"), Text(context.day(project.finish))))
    if project.budget is not None:
        facts.append((say("budget"), Text(context.wording.money(project.budget, project.currency))))
    if facts:
        blocks.append(Facts(tuple(facts)))
    parts: list[tuple[str, str]] = []
    if project.objectives:
        lines = [_objective(say, o) for o in project.objectives]
        parts.append(("objectives", "\n".join(lines)))
    parts += [
        (name, "\n".join(f"- {value}" for value in values))
        for name in ("success_measures", "scope", "out_of_scope", "quality_standards")
        if (values := getattr(project, name))
    ]
    columns = tuple((Heading(say(name), name.replace("_", "-"), 3), Body(text, project.folder)) for name, text in parts)
    blocks += [Columns(columns)] if columns else []
    if project.internal:
        label = type_of(project).fields["internal"].label[context.language]
        blocks += [
            Heading(label, "internal"),
            Note(say("never_published"), "warn"),
            Body(project.internal, project.folder),
        ]
    return blocks if len(blocks) > 1 else []


def _objective(say: Say, objective: Objective) -> str:
    measure = f"  \n  *{say('measured_by')}* {objective.measure}" if objective.measure else ""
    return f"- **{objective.id}** {objective.text}{measure}"
