"""Plans frozen and compared with: which baseline counts, what differs, and what of it a client learns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.baseline import current_baseline, frozen
from dossier.compute.movement import Slips, slips
from dossier.compute.plan import plan
from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, standing
from dossier.compute.slip import HIDDEN, PROJECT
from dossier.compute.team_only import secrets
from dossier.compute.variance import days_later, variances
from dossier.dossier import Dossier
from dossier.parse import parsed
from dossier.records.baseline import Baseline
from dossier.records.client import Client
from dossier.records.links import Link
from dossier.records.project import Project
from dossier.records.sign_off import SignOff
from dossier.records.task import Task
from dossier.render.baseline_file import baseline_text
from dossier.text.source import Source
from dossier.text.values import replace

AS_OF = date(2026, 3, 2)  # a Monday, on which the projects begin
BOTH = "publish: [project, tasks, cost_items, baselines, sign_offs]\n"


def beside(dossier: Dossier, as_of: date = AS_OF) -> Slips:
    """The team's view of a plan and its baseline."""
    found = plan(dossier, as_of)
    compared = slips(dossier, found, dossier, found)
    assert compared
    return compared


def seen_by_client(dossier: Dossier, as_of: date = AS_OF) -> Slips | None:
    whole, shown = plan(dossier, as_of), published(dossier)
    return slips(dossier, whole, shown, whole.seen_in(shown))


def shares(found: Slips, task: str) -> list[tuple[str, str, int]]:
    slip = found.of(task)
    assert slip
    return [(share.task, share.kind, share.days) for share in slip.shares]


def frozen_again(dossier: Dossier, name: str = "BL-1") -> Baseline:
    """The baseline of a dossier as it comes back from its file."""
    made = frozen(dossier, plan(dossier, AS_OF), name, "As agreed", AS_OF)
    read = parsed(Source(f"acme/web/baselines/{name}.yml", baseline_text(made, "acme/web")), "web")
    assert read.problems == ()
    (found,) = read.records
    assert isinstance(found, Baseline)
    assert [getattr(found, f) for f in ("as_of", "start", "finish", "currency", "budget", "cost_items", "tasks")] == [
        getattr(made, f) for f in ("as_of", "start", "finish", "currency", "budget", "cost_items", "tasks")
    ]
    return found


# which baseline counts


def test_the_baseline_of_the_last_sign_off_counts_else_the_latest(dossier: Dossier):
    """
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 5d}
    baselines:
    - {id: BL-1, title: First, as_of: 2026-03-02, tasks: [{id: T-1, start: 2026-03-02, finish: 2026-03-06}]}
    - {id: BL-2, title: Second, as_of: 2026-04-01, tasks: [{id: T-1, start: 2026-03-02, finish: 2026-03-06}]}
    - {id: BL-3, title: Third, as_of: 2026-05-01, tasks: [{id: T-1, start: 2026-03-02, finish: 2026-03-06}]}
    sign_offs:
    - {id: SO-1, title: A, signer: anna, baseline: BL-1, decision: confirmed, decided_by: anna, decided_on: 2026-03-10}
    - {id: SO-2, title: B, signer: anna, baseline: BL-2, decision: conditions, decided_by: anna, decided_on: 2026-04-10}
    - {id: SO-3, title: C, signer: anna, baseline: BL-3, decision: rejected, decided_by: anna, decided_on: 2026-05-10}
    """

    def on(*day: int) -> str:
        found = current_baseline(dossier, date(*day))
        return found.id if found else ""

    assert on(2026, 3, 1) == ""
    assert on(2026, 3, 2) == "BL-1"  # not signed yet, and the only one
    assert on(2026, 4, 5) == "BL-1"  # BL-2 is later, BL-1 is signed
    assert on(2026, 4, 10) == on(2027, 1, 1) == "BL-2"  # BL-3 was rejected
    unsigned = replace(dossier, records=tuple(r for r in dossier.records if not isinstance(r, SignOff)))
    latest = current_baseline(unsigned)
    assert latest
    assert latest.id == "BL-3"


def test_a_signature_covers_the_baseline_that_it_names(dossier: Dossier):
    """
    # acme/client.yml
    title: Acme
    signers: [anna]
    publish: [tasks, baselines, sign_offs]
    people: [{id: anna, title: Anna Berg}]
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig, owner: anna, duration: 5d}
    baselines:
    - {id: BL-1, title: First, as_of: 2026-03-02, tasks: [{id: T-1, start: 2026-03-02, finish: 2026-03-06}]}
    sign_offs:
    - {id: SO-1, title: Plan, signer: anna, baseline: BL-1}
    """
    seen = published(dossier)
    (sign_off,) = seen.of(SignOff)
    assert [record.id for record in covered(seen, sign_off)] == ["BL-1"]
    before = canonical(seen, covered(seen, sign_off))
    assert '"finish":"2026-03-06"' in before
    (baseline,) = seen.of(Baseline)
    written = {**baseline.written, "tasks": ({**baseline.written["tasks"][0], "finish": "2026-03-13"},)}
    changed = replace(baseline, written=written)
    after = replace(seen, records=tuple(changed if r is baseline else r for r in seen.records))
    assert canonical(after, covered(after, sign_off)) != before
    given = replace(sign_off, decision="confirmed", digest="sha256:0")
    assert standing(after, given, AS_OF).state == "out_of_date"


# what differs


@pytest.mark.parametrize(
    ("was", "now", "finish", "start"),
    [
        ((2026, 3, 6), (2026, 3, 6), 0, 0),
        ((2026, 3, 6), (2026, 3, 9), 1, 1),  # Friday to Monday
        ((2026, 3, 6), (2026, 3, 7), 0, 1),  # to Saturday: it ends no later, and what starts then starts on Monday
        ((2026, 3, 9), (2026, 3, 6), -1, -1),
        ((2026, 3, 2), (2026, 3, 16), 10, 10),
    ],
)
def test_days_are_counted_as_people_work(was: tuple[int, ...], now: tuple[int, ...], finish: int, start: int):
    calendar = plan(dossier_of(), AS_OF).calendar
    assert days_later(date(*was), date(*now), calendar) == finish
    assert days_later(date(*was), date(*now), calendar, finish=False) == start
    assert days_later(None, date(*now), calendar) is None


def test_the_variance_of_every_task_and_of_the_project(dossier: Dossier):
    """
    # acme/web/project.yml
    title: Web
    start: 2026-03-02
    currency: EUR
    budget: 10,000
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig, duration: 8d, cost: 900}
    - {id: T-2, title: Build, duration: 2d, after: T-1}
    - {id: T-4, title: Paint, duration: 1d}
    cost_items:
    - {id: C-1, title: Spades, planned: 300, task: T-1}
    - {id: C-2, title: Paint, planned: 50, task: T-4}
    baselines:
    - id: BL-1
      title: As agreed
      as_of: 2026-03-02
      start: 2026-03-02
      finish: 2026-03-10
      cost_items:
      - {id: C-1, title: Spades, planned: 200}
      tasks:
      - {id: T-1, title: Dig, start: 2026-03-02, finish: 2026-03-06, duration: 5d, cost: 1000}
      - {id: T-2, title: Build, start: 2026-03-09, finish: 2026-03-10, duration: 2d}
      - {id: T-3, title: Plant, start: 2026-03-02, finish: 2026-03-03, duration: 2d}
    """
    (baseline,) = dossier.of(Baseline)
    found = variances(dossier, plan(dossier, AS_OF), baseline)
    told = {task: (v.start, v.finish, v.duration, v.cost) for task, v in found.tasks.items()}
    assert told == {"T-1": (0, 3, Decimal(3), Decimal(-100)), "T-2": (3, 3, Decimal(0), None)}
    assert (found.added, [line.id for line in found.removed]) == (("T-4",), ["T-3"])
    whole = found.project
    assert (whole.start, whole.finish, whole.duration, whole.cost) == (0, 3, Decimal(3), Decimal(150))


def test_a_slip_is_told_down_to_the_task_that_lost_the_days(dossier: Dossier):
    """
    phases:
    - id: P-1
      title: Make
      tasks:
      - {id: T-1, title: Design, duration: 5d}
      - {id: T-2, title: Build, duration: 10d, after: T-1}
    tasks:
    - {id: T-3, title: Test, duration: 3d, after: P-1}
    - {id: M-1, title: Live, kind: milestone, after: T-3}
    """
    agreed = frozen_again(dossier)
    longer = {"T-1": Decimal(8), "T-2": Decimal(12)}
    records = tuple(
        replace(r, duration=longer[r.id]) if isinstance(r, Task) and r.id in longer else r for r in dossier.records
    )
    found = beside(replace(dossier, records=(*records, agreed)))
    assert shares(found, "M-1") == shares(found, "T-3") == [("T-2", "longer", 2), ("T-1", "longer", 3)]
    assert shares(found, "T-2") == [("T-2", "longer", 2), ("T-1", "longer", 3)]
    assert found.of_project == found.movement.slip(PROJECT)
    assert found.of_project
    assert (found.of_project.days, found.of_project.chain[-1]) == (5, "T-1")


def test_work_that_was_not_begun_in_time_is_late_by_itself(dossier: Dossier):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d}
    - {id: T-2, title: Build, duration: 2d, after: T-1}
    """
    found = beside(replace(dossier, records=(*dossier.records, frozen_again(dossier))), date(2026, 3, 5))
    assert shares(found, "T-2") == [("T-1", "later", 3)]


def test_a_given_start_is_blamed_on_a_predecessor_only_as_far_as_that_pushed_it(dossier: Dossier):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 2d, actual_start: 2026-03-02, actual_finish: 2026-03-05, progress: 100%}
    - {id: T-2, title: Build, duration: 2d, after: T-1, actual_start: 2026-03-09}
    baselines:
    - id: BL-1
      title: As agreed
      as_of: 2026-03-02
      tasks:
      - {id: T-1, title: Dig, start: 2026-03-02, finish: 2026-03-03, duration: 2d}
      - {id: T-2, title: Build, start: 2026-03-04, finish: 2026-03-05, duration: 2d}
    """
    # T-1 ended on Thursday instead of Tuesday; T-2 could have begun on Friday and began on Monday
    assert shares(beside(dossier, date(2026, 3, 9)), "T-2") == [("T-2", "later", 1), ("T-1", "longer", 2)]


def dossier_of(*tasks: Task) -> Dossier:
    return Dossier(
        client=Client(id="acme", title="Acme"), project=Project(id="web", title="Web", start=AS_OF), records=tasks
    )


@st.composite
def plans(draw: st.DrawFn) -> tuple[Dossier, Dossier]:
    """A plan, and what became of it: other durations, links and starts, some tasks gone and others new."""
    count = draw(st.integers(1, 7))

    def tasks(names: list[int]) -> list[Task]:
        made = []
        for number in names:
            before = draw(st.sets(st.sampled_from(names), max_size=2)) if names else set()
            links = tuple(
                Link(f"T-{n}", draw(st.sampled_from(["FS", "SS", "FF", "SF"])), Decimal(draw(st.integers(-2, 3))))
                for n in sorted(before)
                if n < number
            )
            parent = draw(st.sampled_from(["", *(f"T-{n}" for n in names if n < number and n % 3 == 0)]))
            start = draw(st.none() | st.dates(AS_OF, date(2026, 4, 20)))
            days = Decimal(draw(st.integers(0, 12))) / draw(st.sampled_from([1, 2]))
            made.append(Task(id=f"T-{number}", title="Work", after=links, parent=parent, start=start, duration=days))
        return made

    then = draw(st.lists(st.integers(0, count), min_size=1, unique=True).map(sorted))
    now = draw(st.lists(st.integers(0, count), min_size=1, unique=True).map(sorted))
    return dossier_of(*tasks(then)), dossier_of(*tasks(now))


@given(plans(), st.dates(AS_OF, date(2026, 5, 1)))
def test_of_any_two_plans_the_parts_add_up_to_the_whole(both: tuple[Dossier, Dossier], as_of: date):
    then, now = both
    agreed = frozen(then, plan(then, AS_OF), "BL-1", "As agreed", AS_OF)
    found = beside(replace(now, records=(*now.records, agreed)), as_of)
    for slip in (found.of_project, *(found.of(task) for task in found.variances.tasks)):
        assert slip
        assert sum(share.days for share in slip.shares) == max(0, slip.days)
    for task, variance in found.variances.tasks.items():
        slip = found.of(task)
        assert slip
        assert slip.days == variance.finish


@given(plans())
def test_a_plan_beside_its_own_baseline_has_not_moved(both: tuple[Dossier, Dossier]):
    then, _ = both
    agreed = frozen(then, plan(then, AS_OF), "BL-1", "As agreed", AS_OF)
    found = beside(replace(then, records=(*then.records, agreed)))
    assert found.variances.added == found.variances.removed == ()
    assert all(not (v.start or v.finish or v.duration) for v in found.variances.tasks.values())
    assert all(not slip.days for task in found.variances.tasks if (slip := found.of(task)))


# what a client learns

TEAM_TASK = """\
    # acme/client.yml
    title: Acme
    publish: [project, tasks, baselines]
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Renegotiate the margin quietly, duration: 9d, visibility: team}
    - {id: T-2, title: Build, duration: 2d, after: T-1}
    cost_items:
    - {id: C-1, title: Bonus for the quiet negotiator, planned: 300}
    baselines:
    - id: BL-1
      title: As agreed
      as_of: 2026-03-02
      start: 2026-03-02
      finish: 2026-03-10
      cost_items:
      - {id: C-1, title: Bonus for the quiet negotiator, planned: 200}
      tasks:
      - {id: T-1, title: Renegotiate the margin quietly, start: 2026-03-02, finish: 2026-03-06, duration: 5d}
      - {id: T-2, title: Build, start: 2026-03-09, finish: 2026-03-10, duration: 2d}
      - {id: T-8, title: Look for cheaper people abroad, start: 2026-03-02, finish: 2026-03-03, visibility: team}
      - {id: T-9, title: Plant, start: 2026-03-02, finish: 2026-03-03, duration: 2d}
"""


def test_a_client_sees_of_a_baseline_only_what_is_about_her_own_records(dossier: Dossier):
    (baseline,) = published(dossier).of(Baseline)
    assert [line.id for line in baseline.tasks] == ["T-2", "T-9"]
    assert baseline.cost_items == ()
    assert "quiet" not in repr(baseline)
    assert "abroad" not in repr(baseline)


test_a_client_sees_of_a_baseline_only_what_is_about_her_own_records.__doc__ = TEAM_TASK


def test_a_client_learns_that_other_work_is_the_cause_and_not_which(dossier: Dossier):
    assert shares(beside(dossier), "T-2") == [("T-1", "longer", 4)]
    found = seen_by_client(dossier)
    assert found
    assert shares(found, "T-2") == [(HIDDEN, "later", 4)]
    assert found.of("T-1") is None
    slip = found.of("T-2")
    assert slip
    assert slip.chain == (HIDDEN,)
    assert [line.id for line in found.variances.removed] == ["T-9"]
    rows = plan(dossier, AS_OF).seen_in(published(dossier)).rows
    assert [(row.id, row.baseline_finish) for row in rows] == [("T-2", date(2026, 3, 10))]


test_a_client_learns_that_other_work_is_the_cause_and_not_which.__doc__ = TEAM_TASK


def test_the_guard_looks_for_what_a_baseline_keeps_from_the_client(found):
    secret = {s.piece.text for s in secrets(found.portfolio, found.tree, "acme") if s.origin.record.endswith("BL-1")}
    assert any("abroad" in text.lower() for text in secret), secret


test_the_guard_looks_for_what_a_baseline_keeps_from_the_client.__doc__ = TEAM_TASK


def test_without_published_baselines_a_client_sees_nothing_of_them(read: Callable):
    dossier = read(TEAM_TASK.replace(", baselines]", "]").replace("\n    ", "\n").strip()).dossier
    assert seen_by_client(dossier) is None
    rows = plan(dossier, AS_OF).seen_in(published(dossier)).rows
    assert [row.baseline_finish for row in rows] == [None]


def test_what_is_kept_of_a_title_today_is_in_no_baseline_that_the_client_sees(dossier: Dossier):
    """
    # acme/client.yml
    title: Acme
    publish: [tasks, baselines]
    # acme/web/records.yml
    tasks:
    - {id: T-1, title: Dig for Xenonyx, owner: anna, duration: 5d}
    - {id: T-2, title: Fill, owner: anna, duration: 5d}
    """
    agreed = frozen_again(dossier)
    assert "Xenonyx" in str(agreed.written["tasks"])
    first, second = dossier.of(Task)
    kept = replace(first, title="Dig <!-- team -->for Xenonyx<!-- /team -->")
    now = replace(dossier, records=(*(r for r in dossier.records if r is not first), kept, agreed))
    (seen,) = published(now).of(Baseline)
    assert {line.id: line.title for line in seen.tasks} == {"T-1": "Dig", "T-2": "Fill"}
    assert "Xenonyx" not in repr(seen)
    assert second.title == "Fill"
