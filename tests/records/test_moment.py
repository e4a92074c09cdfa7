"""A day with a time of day is a day for whoever asks for one, and lies after the plain day."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from dossier.checks.constraints import constraints_that_cannot_hold_together
from dossier.cli.main import main
from dossier.compute.asked_value import asked_field, holds
from dossier.compute.plan import plan
from dossier.problems.problem import Place, Problem
from dossier.records.declare import RECORD_TYPES
from dossier.records.moment import Moment, begin_of, day_of, end_of, moment_of
from dossier.records.patterns import PATTERNS
from dossier.records.task import Task
from dossier.text.source import Source
from dossier.text.yaml import compose
from dossier.views.wording import Wording
from tests.compute.sample_records import loaded

DAY = date(2026, 3, 2)
NOON = Moment(2026, 3, 2, 720)


@pytest.mark.parametrize("text", ["2026-03-02 12:00", "2026-03-02T12:00"])
def test_a_time_is_read_behind_the_day(text: str):
    found = moment_of(text)
    assert (found, str(found), found.isoformat()) == (NOON, "2026-03-02 12:00", "2026-03-02T12:00")


def test_without_a_time_it_is_a_plain_day():
    assert type(moment_of("2026-03-02")) is date


@pytest.mark.parametrize(
    "text", ["2026-03-02 24:01", "2026-03-02 9:60", "2026-03-02 9", "2026-03-0212:00", "12:00", "2026-02-30 9:00"]
)
def test_what_is_no_time_is_a_problem_with_an_example(text: str):
    problems: list[Problem] = []
    node, found = compose(Source("x.yml", f"a: {text!r}\n"))
    assert not found and node is not None
    assert PATTERNS[Moment].read(node.value[0][1], Place("x.yml"), problems) is None
    assert [each.code for each in problems] == ["DOS203"]


def test_moments_of_a_day_follow_it_and_each_other():
    later, next_day = Moment(2026, 3, 2, 780), date(2026, 3, 3)
    assert sorted([next_day, later, DAY, NOON]) == [DAY, NOON, later, next_day]
    assert DAY < NOON <= later < next_day and next_day > later >= NOON > DAY
    assert len({DAY, NOON, later, Moment(2026, 3, 2, 720)}) == 3 and DAY != NOON


def test_it_counts_as_a_day():
    assert (day_of(NOON), NOON + timedelta(days=1), type(NOON + timedelta(days=1))) == (DAY, date(2026, 3, 3), date)
    assert (begin_of(DAY), begin_of(NOON), end_of(NOON), end_of(DAY)) == tuple(
        DAY.toordinal() * 1440 + n for n in (0, 720, 720, 1440)
    )


def test_copies_and_what_was_kept_have_the_time():
    for same in (pickle.loads(pickle.dumps(NOON)), copy.deepcopy(NOON)):
        assert (same, repr(same)) == (NOON, "Moment(2026, 3, 2, 720)")


def test_a_page_writes_the_time():
    assert [Wording(language).day(NOON) for language in ("en", "zh")] == ["2 Mar 2026 12:00", "2026年3月2日 12:00"]


PROJECT = {"acme/client.yml": "title: Acme\n", "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n"}


@pytest.mark.parametrize(
    ("task", "span", "float_hours"),
    [
        # hours are 9 to 12 and 13 to 18; the other task takes until Wednesday evening
        ("start: 2026-03-02 15:00", ("03-02 15:00", "03-03 15:00"), 11),
        ("start: 2026-03-02 20:00", ("03-03 09:00", "03-03 18:00"), 8),
        ("start: 2026-03-02", ("03-02 09:00", "03-02 18:00"), 16),
        ("must_start: 2026-03-03 12:00", ("03-03 13:00", "03-04 12:00"), 0),
        ("must_finish: 2026-03-03 12:00", ("03-02 13:00", "03-03 12:00"), 0),
        ("finish_no_earlier: 2026-03-03 10:00", ("03-02 10:00", "03-03 10:00"), 15),
        # as in Microsoft Project a limit wins over the project's start
        ("finish_no_later: 2026-03-02 17:00", ("02-27 17:00", "03-02 17:00"), None),
        ("start_no_later: 2026-03-02 11:00", ("03-02 09:00", "03-02 18:00"), 2),
        ("finish: 2026-03-03 10:00", ("03-02 10:00", "03-03 10:00"), 15),
        # Ben works in the evening: the same moments on a calendar of his own
        ("start: 2026-03-02 22:00, calendar: evenings", ("03-02 22:00", "03-04 22:00"), None),
    ],
)  # fmt: skip
def test_a_constraint_holds_to_the_minute(task: str, span: tuple[str, str], float_hours: int | None):
    """By hand: a task of eight hours beside one of three days, on office hours."""
    calendars = "calendars: [{id: evenings, hours: ['20:00-24:00']}]\n"
    tasks = f"tasks:\n- {{id: T-1, title: Dig, duration: 1d, {task}}}\n- {{id: T-2, title: Wait, duration: 3d}}\n"
    more = {"acme/web/tasks.yml": tasks}
    if "evenings" in task:
        more["acme/web/project.yml"] = PROJECT["acme/web/project.yml"] + calendars
    found = plan(loaded(PROJECT | more).dossier("acme/web"), DAY)
    start, finish = found.positions["T-1"]
    shown = found.axis.start_moment(start), found.axis.finish_moment(finish)
    assert tuple(f"{each:%m-%d %H:%M}" for each in shown) == span
    if float_hours is not None:
        assert found.times["T-1"].total_float == float_hours * 60


def test_constraints_are_compared_to_the_minute():
    """A plain day begins in the morning where it begins something, and ends in the evening where it ends something."""

    def contradicting(fields: str) -> list[str]:
        tasks = f"tasks:\n- {{id: T-1, title: Dig, duration: 1h, {fields}}}\n"
        dossier = loaded(PROJECT | {"acme/web/tasks.yml": tasks}).dossier("acme/web")
        found = (problem for task in dossier.of(Task) for problem in constraints_that_cannot_hold_together(task))
        return [problem.code for problem in found]

    assert contradicting("start: 2026-03-02 15:00, finish_no_later: 2026-03-02") == []
    assert contradicting("start: 2026-03-02 15:00, finish_no_later: 2026-03-02 14:00") == ["DOS533"]
    assert contradicting("finish_no_earlier: 2026-03-02, finish_no_later: 2026-03-02 14:00") == ["DOS533"]
    assert contradicting("start: 2026-03-02 15:00, start_no_later: 2026-03-02") == ["DOS533"]


def test_a_query_for_a_day_means_all_of_it():
    asked = asked_field("start", RECORD_TYPES["task"])
    for text, sign, found in [("2026-03-02", "=", True), ("2026-03-02", "<=", True), ("2026-03-02", ">", False),
                              ("2026-03-02 12:00", "=", True), ("2026-03-02 11:00", ">", True), ("2026-03-03", "<", True)]:  # fmt: skip
        assert holds(NOON, sign, [asked.read(text, sign, None, quoted=True)]) is found, (text, sign)


def test_json_has_times_where_a_constraint_has_one(content: Path, monkeypatch: pytest.MonkeyPatch):
    """
    tasks:
    - {id: T-1, title: Dig, duration: 4h, owner: anna, start: 2026-03-05 13:00}
    """
    monkeypatch.chdir(content.parent)
    result = CliRunner().invoke(main, ["plan", "acme/web", "--format", "json"], catch_exceptions=False)
    (task,) = json.loads(result.output)["tasks"]
    assert (task["start"], task["finish"]) == ("2026-03-05T13:00", "2026-03-05T17:00")
    why = CliRunner().invoke(main, ["plan", "acme/web", "--why", "T-1"], catch_exceptions=False)
    assert "2026-03-05 13:00" in why.output
