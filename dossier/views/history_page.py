"""The page of what changed in a project: by day and by change request, every field before and after."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dossier.compute.agreement_difference import GIVEN
from dossier.compute.history import by_day, by_request
from dossier.records.sign_off import SignOff
from dossier.records.status_report import StatusReport
from dossier.text.values import replace
from dossier.views.blocks import Block, Facts, FileLink, Heading, Item, LastVisit, Note, RecordLink
from dossier.views.history_blocks import MOST_ADDED, changed_blocks
from dossier.views.page_view import PageView
from dossier.views.parts import in_parts, links_to_parts, part_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from dossier.compute.history import Entry
    from dossier.views.context import Context

SECTION = "what-changed"
MOST_DAYS = 8
"""So many days are listed where several projects stand together."""
MOST_SINCE = 12
"""So many records are named that changed since a day."""

Day = tuple["date", tuple["Entry", ...]]


def parts_of_history(context: Context) -> int:
    """On how many pages the log stands; at least one."""
    return max(1, len(_parts(context))) if context.history else 1


def day_urls(context: Context) -> Mapping[date, str]:
    """The address on the site of each day in the log, on the page on which it stands as of now."""
    return {
        day: f"{part_url(context.base, SECTION, part)}#{day.isoformat()}"
        for part, days in enumerate(_parts(context), 1)
        for day, _ in days
    }


def history_page(context: Context, part: int = 1) -> PageView | None:
    """The log, the latest first, in parts counted from 1; None where nothing is known of what changed."""
    history = context.history
    if history is None:
        return None
    notes = tuple(history_notes(context))
    if not history.entries and not notes:
        return None
    parts = _parts(context)
    days = parts[part - 1] if parts else ()
    names = [_names(context, each) for each in parts]
    total = sum(_rows(day) for each in parts for day in each)
    return PageView(
        title=context.say("page_what_changed"),
        trail=((context.dossier.project.title, context.home),),
        lead=context.say("lead_what_changed"),
        blocks=(
            *notes,
            *(_since(context) if part == 1 else ()),
            *(_feed(context) if part == 1 else ()),
            *(_last_visit(context) if part == 1 else ()),
            *links_to_parts(context, SECTION, names, part, total),
            *_months(context, days),
        ),
    )


def latest_days(contexts: Sequence[Context]) -> Iterator[Item]:
    """The change log of several projects: the days on which something changed in one, the latest first."""
    days = [
        (day, -number, context, entries)
        for number, context in enumerate(contexts)
        for day, entries in (by_day(context.history.entries) if context.history else ())
    ]
    urls = [day_urls(context) for context in contexts]
    for day, number, context, entries in sorted(days, key=lambda each: each[:2], reverse=True)[:MOST_DAYS]:
        named = {change.id for entry in entries for change in entry.changes}
        link = RecordLink(id="", title=context.dossier.project.title, url=urls[-number][day])
        yield Item(context.day(day), link, when=context.say("feed_entry", n=len(named)))


def history_notes(context: Context) -> Iterator[Note]:
    """What the log cannot tell, so that nobody takes it for the whole."""
    history = context.history
    if history is None:
        return
    if history.missing and context.audience == "team":
        yield Note(context.say("history_missing", why=history.missing), "warn")
    if history.begins:
        yield Note(context.say("history_begins", day=context.day(history.begins)), "warn")
    if history.uncommitted:
        yield Note(context.say("history_uncommitted"), "warn")


def _since(context: Context) -> Iterator[Note]:
    """Which records changed after the last answer to a sign-off, and after the last report; nothing without these."""
    signed = [each.decided_on for each in context.dossier.of(SignOff) if each.decision in GIVEN]
    reported = [each.as_of for each in context.dossier.of(StatusReport)]
    for key, days, answer in (
        ("history_since_sign_off", signed, "sign_off"),
        ("history_since_report", reported, "status_report"),
    ):
        last = max((day for day in days if day and day <= context.as_of), default=None)
        if last is not None and context.history is not None:
            yield _changed_after(context, key, last, {"client", "project", answer})


def _last_visit(context: Context) -> Iterator[LastVisit]:
    """What is new since the reader last looked, which only her browser knows."""
    if context.history and context.history.entries:
        yield LastVisit(context.say("history_last_visit"), context.say("history_mark"))


def _feed(context: Context) -> Iterator[Facts]:
    """Where a client may subscribe to what changes; the host writes it at the root of the site."""
    if context.audience == "client" and context.history and context.history.entries:
        yield Facts(((context.say("history_feed"), FileLink("feed.xml", "feed.xml")),))


def _changed_after(context: Context, key: str, last: date, untold: Collection[str]) -> Note:
    """The records that changed after a day, the latest first; those that are gone since are only counted.

    Some types are `untold`: that the answer itself was written down is no change of what it is about.
    """
    assert context.history is not None
    changes = (change for entry in context.history.since(last) for change in entry.changes)
    named = dict.fromkeys(change.id for change in changes if change.type_name not in untold)
    there = [name for name in named if context.known_link(name)]
    links = [context.link(name) for name in there[:MOST_SINCE]]
    if len(named) > len(links) > 0:
        links[-1] = replace(links[-1], note=context.say("why_and_more", n=len(named) - len(links)))
    return Note(context.say(key, day=context.day(last), n=len(named)), links=tuple(links))


def _parts(context: Context) -> tuple[tuple[Day, ...], ...]:
    return tuple(in_parts(by_day(context.history.entries), _rows)) if context.history else ()


def _rows(day: Day) -> int:
    """About how many changes the page shows of a day: records that came many at a time take one line for each type."""
    changes = [change for entry in day[1] for change in entry.changes]
    added = sum(1 for change in changes if change.kind == "added")
    return len(changes) - max(0, added - MOST_ADDED)


def _names(context: Context, days: Sequence[Day]) -> str:
    first, last = context.day(days[-1][0]), context.day(days[0][0])
    return first if first == last else f"{first} – {last}"


def _months(context: Context, days: Sequence[Day]) -> Iterator[Block]:
    for month, each in groupby(days, key=lambda day: f"{day[0]:%Y-%m}"):
        together = list(each)
        yield Heading(context.wording.month_of_year(together[0][0]), month)
        for day, entries in together:
            yield Heading(context.day(day), day.isoformat(), 3)
            yield from _day(context, entries)


def _day(context: Context, entries: Sequence[Entry]) -> Iterator[Block]:
    for request, told in by_request(entries):
        if request:
            yield Note(context.say("history_by_request"), "info", links=(context.link(request),))
        yield from changed_blocks(context, told)
    for entry in entries:
        for path in entry.unreadable:
            yield Note(context.say("history_unreadable", path=path), "warn", remark=entry.commit[:7])
