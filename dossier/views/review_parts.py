"""The parts of a review: what no longer holds, what moves and why, what becomes public, which records differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.difference import RecordDifference, plain
from dossier.compute.slip import HIDDEN
from dossier.problems.problem import shortened
from dossier.records.client import Client
from dossier.records.declare import type_of
from dossier.records.project import Project
from dossier.records.stakeholder import Stakeholder
from dossier.views.differences import woven
from dossier.views.review_view import Part, ReviewCell
from dossier.views.slip_words import by_task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from dossier.compute.dossier_difference import DossierDifference
    from dossier.compute.plan_difference import PlanDifference, TaskDifference
    from dossier.compute.slip import Share
    from dossier.language import Language
    from dossier.views.wording import Wording
    from dossier.words import Say

MOST_CAUSES = 3
LONGEST_TEXT = 400
"""Characters of a newly visible text that are shown."""


class ReviewWords(Struct, frozen=True):
    """How a review speaks: the words of pages, dates and money in one language."""

    say: Say
    wording: Wording
    language: Language

    def later(self, days: int | None) -> str:
        """By how many working days something lies later (+) or earlier (−); "" where nothing is to be said."""
        if not days:
            return ""
        return f"{'+' if days > 0 else '−'}{self.say('review_limit_days', n=abs(days))}"

    def listed(self, names: Iterable[str]) -> str:
        """Several names, one after the other."""
        return ("、" if self.language == "zh" else ", ").join(names)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """The titles of columns."""
        return tuple(self.say(key) for key in keys)

    def name_in(self, difference: DossierDifference) -> Callable[[str], str]:
        """Gives the name of a person or record by its id, as the project has it after or before the change."""

        def name(identifier: str) -> str:
            for dossier in (difference.after, difference.before):
                if dossier and (found := dossier.find(identifier)):
                    return found.title
            return identifier

        return name


def project_parts(speak: ReviewWords, difference: DossierDifference) -> Iterator[Part]:
    """The parts about one project, the gravest first; none that would be empty."""
    parts = (
        _out_of_date(speak, difference),
        _signed_changes(speak, difference),
        _rights(speak, difference),
        _moved(speak, difference.plan),
        _critical(speak, difference.plan),
        _public(speak, difference),
        _records(speak, difference.records, speak.say("review_records")),
        _pages(speak, difference),
    )
    yield from (part for part in parts if part.rows)


def client_parts(speak: ReviewWords, difference: DossierDifference) -> Iterator[Part]:
    """What changes in client.yml."""
    title = speak.say("review_of_client", title=difference.dossier.client.title)
    yield _records(speak, difference.of_client, title)


def _out_of_date(speak: ReviewWords, difference: DossierDifference) -> Part:
    name = speak.name_in(difference)
    rows = tuple(
        (
            f"{each.sign_off.id} {each.sign_off.title}",
            name(each.signer),
            speak.say("review_sign_off_gone") if each.gone else speak.listed(each.changed),
        )
        for each in difference.out_of_date
    )
    columns = speak.heads("column_sign_offs", "review_sign_again", "review_because_of")
    return Part(title=speak.say("review_out_of_date"), columns=columns, rows=rows)


def _signed_changes(speak: ReviewWords, difference: DossierDifference) -> Part:
    rows = []
    for each in difference.signed_changes:
        request = each.request or (
            speak.say("review_approved_here", id=each.approved_here)
            if each.approved_here
            else speak.say("review_no_request")
        )
        rows.append((_named(each.difference), _what(speak, each.difference), speak.listed(each.sign_offs), request))
    columns = speak.heads("review_record", "review_what", "review_signed_with", "review_request")
    return Part(title=speak.say("review_signed_changes"), columns=columns, rows=tuple(rows))


def _rights(speak: ReviewWords, difference: DossierDifference) -> Part:
    name = speak.name_in(difference)
    rows = tuple(
        (
            name(each.person),
            speak.say("review_may_now" if each.gained else "review_may_no_more"),
            speak.say(f"review_right_{each.right}", id=each.of) if each.of else speak.say(f"review_right_{each.right}"),
        )
        for each in difference.rights_changed
    )
    columns = speak.heads("column_person", "review_what", "review_right")
    return Part(title=speak.say("review_rights"), columns=columns, rows=rows)


def _moved(speak: ReviewWords, plan: PlanDifference | None) -> Part:
    """The tasks that finish on another day, the latest first, with what moves them."""
    found = [each for each in plan.tasks if each.days and not each.row.is_summary] if plan else []
    found.sort(key=lambda each: -(each.days or 0))
    rows = tuple(_moved_row(speak, plan, each) for each in found) if plan else ()
    columns = speak.heads("column_tasks", "review_before", "review_after", "column_difference", "column_cause")
    return Part(title=speak.say("review_later"), columns=columns, rows=rows)


def _moved_row(speak: ReviewWords, plan: PlanDifference, each: TaskDifference) -> tuple[str, ...]:
    dates = (speak.wording.day(row.expected_finish) if row else "" for row in (each.before, each.after))
    slip = plan.slip(each.row.id) if (each.days or 0) > 0 else None
    shares = sorted(by_task(slip.shares), key=lambda share: -share.days)[:MOST_CAUSES] if slip else []
    cause = ("；" if speak.language == "zh" else "; ").join(_cause(speak, share, each.row.id) for share in shares)
    return f"{each.row.id} {each.row.title}", *dates, speak.later(each.days), cause


def _cause(speak: ReviewWords, share: Share, task: str) -> str:
    words = speak.say(f"share_{share.kind}", n=abs(share.days))
    if share.task == task:
        return speak.say("share_own", what=words)
    return speak.say("review_cause", task=speak.say("share_hidden") if share.task == HIDDEN else share.task, what=words)


def _critical(speak: ReviewWords, plan: PlanDifference | None) -> Part:
    sides = (
        ("review_becomes_critical", plan.became_critical if plan else ()),
        ("review_not_critical", plan.no_longer_critical if plan else ()),
    )
    rows = tuple((speak.say(key), f"{row.id} {row.title}") for key, found in sides for row in found)
    return Part(
        title=speak.say("review_critical"), columns=speak.heads("review_what", "column_tasks"), rows=rows, folded=True
    )


def _public(speak: ReviewWords, difference: DossierDifference) -> Part:
    """What becomes visible, what the team had to itself first."""
    shown = sorted(difference.newly_visible, key=lambda each: not each.was_hidden)
    labels = _labels(speak, difference)
    rows = tuple(
        (
            f"{each.owner} {each.title}" if each.title != each.owner else each.owner,
            labels(each.owner, each.field),
            shortened(each.text, LONGEST_TEXT),
            speak.say("review_was_hidden" if each.was_hidden else "review_is_new"),
        )
        for each in shown
    )
    columns = speak.heads("review_record", "column_field", "review_text", "review_what")
    return Part(title=speak.say("review_public"), columns=columns, rows=rows, folded=True)


def _labels(speak: ReviewWords, difference: DossierDifference) -> Callable[[str, str], str]:
    """Gives what a field of a record is called."""

    def label(owner: str, field: str) -> str:
        dossier = difference.dossier
        record = dossier.by_id.get(owner) or (dossier.project if owner == dossier.project.id else None)
        known = type_of(record).fields.get(field) if record else None
        return known.label[speak.language] if known else field

    return label


def _records(speak: ReviewWords, found: Iterable[RecordDifference], title: str) -> Part:
    """Every record that differs, field by field."""
    rows = tuple(row for each in found for row in _record_rows(speak, each))
    columns = speak.heads("review_record", "review_what", "column_field", "column_difference")
    return Part(title=title, columns=columns, rows=rows, folded=True)


def _record_rows(speak: ReviewWords, each: RecordDifference) -> Iterator[tuple[ReviewCell, ...]]:
    fields = type_of(each.record).fields
    named, what = _named(each), _what(speak, each)
    if each.kind in {"removed", "added"} or not each.fields:
        yield named, what, "", ""
        return
    for field in each.fields:
        label = fields[field.field].label[speak.language] if field.field in fields else field.field
        yield named, what, label, woven(plain(field.before), plain(field.after))


def _named(each: RecordDifference) -> str:
    """A record by number and title; a client, project or person goes by its name."""
    by_name = isinstance(each.record, (Client, Project, Stakeholder))
    return each.record.title if by_name else f"{each.record.id} {each.record.title}"


def _what(speak: ReviewWords, each: RecordDifference) -> str:
    more = [speak.say("review_was", id=each.was)] if each.was else []
    more += [speak.say("review_from", path=each.moved_from)] if each.moved_from else []
    what = speak.say(f"review_is_{each.kind}")
    return f"{what} ({'; '.join(more)})" if more else what


def _pages(speak: ReviewWords, difference: DossierDifference) -> Part:
    rows = []
    for each in difference.pages:
        page = each.after or each.before
        key = (
            "review_is_changed"
            if each.before and each.after
            else "review_is_added"
            if each.after
            else "review_is_removed"
        )
        if page:
            rows.append((page.title, page.path, speak.say(key)))
    columns = speak.heads("column_document", "column_file", "review_what")
    return Part(title=speak.say("review_pages"), columns=columns, rows=tuple(rows), folded=True)
