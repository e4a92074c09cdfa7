"""The review of a change as people read it: verdict, gates, figures, and what changes in each project."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.checks.gates import Gate
from dossier.compute.dossier_difference import DossierDifference
from dossier.views.review_chart import before_and_after
from dossier.views.review_figures import headline
from dossier.views.review_parts import ReviewWords, client_parts, project_parts
from dossier.views.review_view import GateLine, Part, ProjectReview, ReviewView
from dossier.views.wording import Wording
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from dossier.language import Language
    from dossier.records.project import Project


class Finding(NamedTuple):
    """An error in the records after a change: where it is, and what is wrong."""

    where: str
    message: str


class Reviewed(Struct, frozen=True, kw_only=True):
    """A change with its two states named, and everything that is known of it.

    `gates` are those of all `differences`; `before` and `after` name the states ("" for the files as they are now);
    `unreadable` counts problems met while reading the state before, `uncommitted` files that are not committed.
    """

    differences: tuple[DossierDifference, ...]
    gates: tuple[Gate, ...]
    findings: tuple[Finding, ...]
    before: str
    after: str
    commits: int
    unreadable: int
    uncommitted: int
    as_of: date

    @property
    def passed(self) -> bool:
        """Whether every gate is passed and the records have no errors: what page, comment and exit status say."""
        return not self.findings and all(gate.passed for gate in self.gates)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def review(reviewed: Reviewed, language: Language) -> ReviewView:
    """The review in a language."""
    speak = ReviewWords(words(language), Wording(language), language)
    return ReviewView(
        language=language,
        title=speak.say("review_title"),
        passed=reviewed.passed,
        verdict=_verdict(speak, reviewed),
        notes=tuple(_notes(speak, reviewed)),
        findings=_findings(speak, reviewed.findings),
        projects=tuple(_project(speak, each, reviewed.gates) for each in reviewed.differences),
        shared=tuple(_shared(speak, reviewed.differences)),
        foot=_foot(speak, reviewed),
    )


def language_of(differences: Sequence[DossierDifference]) -> Language:
    """The language of the clients whose projects differ, English where they have several."""
    languages = {each.dossier.language for each in differences}
    return languages.pop() if len(languages) == 1 else "en"


def _verdict(speak: ReviewWords, reviewed: Reviewed) -> str:
    if reviewed.is_empty and reviewed.passed:
        return speak.say("review_nothing")
    if reviewed.passed:
        return speak.say("review_passed")
    # Who signs is told in each project of a client, and is one point all the same.
    against = len({(gate.kind, gate.problems) for gate in reviewed.gates if not gate.passed}) + bool(reviewed.findings)
    return speak.say("review_failed", n=against)


def _notes(speak: ReviewWords, reviewed: Reviewed) -> Iterator[str]:
    if reviewed.uncommitted:
        yield speak.say("review_uncommitted", n=reviewed.uncommitted)
    if reviewed.unreadable:
        yield speak.say("review_unreadable", n=reviewed.unreadable)
    for each in reviewed.differences:
        if each.before and each.after and _limits(each.before.project) != _limits(each.after.project):
            yield speak.say("review_limits_change")
            return


def _limits(project: Project) -> tuple[object, ...]:
    return project.review, project.tolerance


def _findings(speak: ReviewWords, findings: Sequence[Finding]) -> Part | None:
    if not findings:
        return None
    columns = (speak.say("review_where"), speak.say("review_message"))
    return Part(title=speak.say("review_findings"), columns=columns, rows=tuple((f.where, f.message) for f in findings))


def _project(speak: ReviewWords, difference: DossierDifference, gates: Iterable[Gate]) -> ProjectReview:
    dossier = difference.dossier
    own = [gate for gate in gates if gate.folder == dossier.folder]
    return ProjectReview(
        title=f"{dossier.client.title} · {dossier.project.title}",
        folder=dossier.folder,
        note=_note(speak, difference),
        headline=headline(speak, difference, own),
        gates=tuple(_gate(speak, gate, dossier.project.currency, difference) for gate in own),
        parts=tuple(project_parts(speak, difference)),
        chart_title=speak.say("review_chart"),
        chart=before_and_after(speak, difference),
    )


def _note(speak: ReviewWords, difference: DossierDifference) -> str:
    """What happened to the project as a whole; "" for nothing."""
    before, after = difference.before, difference.after
    if before is None or after is None:
        return speak.say("review_new_project" if before is None else "review_project_gone")
    return speak.say("review_project_was", folder=before.folder) if before.folder != after.folder else ""


def _gate(speak: ReviewWords, gate: Gate, currency: str, difference: DossierDifference) -> GateLine:
    title = speak.say(f"review_gate_{gate.kind}")
    if gate.passed:
        unlimited = gate.kind in {"slip", "budget"} and gate.limit is None
        says = speak.say("review_says_no_limit" if unlimited else "review_says_passed")
        return GateLine(title=title, passed=True, says=says)
    if gate.kind == "budget":
        found, limit = (speak.wording.money(value, currency) for value in (gate.found, gate.limit))
        says = speak.say("review_says_budget", found=found, limit=limit)
    elif gate.kind == "slip" and gate.found is not None and gate.limit is not None:
        says = speak.say("review_says_slip", n=f"{gate.found:f}", limit=f"{gate.limit.normalize():f}")
    elif gate.kind == "signers":
        names = speak.listed(map(speak.name_in(difference), difference.signers_removed))
        says = speak.say("review_says_signers", names=names)
    else:
        says = speak.say(f"review_says_{gate.kind}", n=len(gate.problems))
    return GateLine(title=title, passed=False, says=says)


def _shared(speak: ReviewWords, differences: Sequence[DossierDifference]) -> Iterator[Part]:
    """What changes in client.yml, once for each client."""
    seen: set[str] = set()
    for each in differences:
        if each.dossier.client.id not in seen and each.of_client:
            seen.add(each.dossier.client.id)
            yield from client_parts(speak, each)


def _foot(speak: ReviewWords, reviewed: Reviewed) -> str:
    after = reviewed.after or speak.say("review_working_tree")
    told = speak.say("review_foot", before=reviewed.before, after=after, day=speak.wording.day(reviewed.as_of))
    return f"{told} · {speak.say('review_commits', n=reviewed.commits)}"
