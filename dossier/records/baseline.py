"""Baselines: the plan and the budget as they were on one day, kept to compare with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, Days, Prose
from dossier.text.values import replace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEEN_BY = {"client": ("Client", "客户"), "team": ("Team only", "仅团队")}
_SEEN_BY_HELP = (
    "`team` where the client could not see the record on that day.",
    "当时客户看不到该记录时为“仅团队”。",
)


class FrozenTask(PartOfRecord):
    """A task as it was planned on the day of the baseline."""

    about: ClassVar[str] = "id"

    id: str = says(
        "Task", "任务", required=True, help=("Its number; it may be gone since.", "编号；该任务此后可能已删除。")
    )
    wbs: str = says("WBS number", "工作编号")
    title: str = says("Title", "标题")
    start: date | None = says("Start", "开始", required=True)
    finish: date | None = says("Finish", "完成", required=True)
    duration: Days | None = says("Duration", "工期", unit="d")
    cost: Amount | None = says("Planned cost", "计划成本")
    visibility: str = says("Visibility", "可见范围", choices=_SEEN_BY, help=_SEEN_BY_HELP)


class FrozenCost(PartOfRecord):
    """A line of the budget as it was planned on the day of the baseline."""

    about: ClassVar[str] = "id"

    id: str = says("Cost item", "成本项", required=True)
    title: str = says("Title", "标题")
    planned: Amount | None = says("Planned", "计划金额")
    visibility: str = says("Visibility", "可见范围", choices=_SEEN_BY, help=_SEEN_BY_HELP)


@record(("Baseline", "基准"), ("Baselines", "基准"), prefix="BL")
class Baseline(Record):
    """The plan and the budget as they were on one day; `dossier baseline` writes it, and nobody edits it."""

    description: Prose = says("Description", "描述")
    as_of: date | None = says(
        "Plan as of",
        "计划截至",
        required=True,
        help=("The day for which the plan was computed.", "推算计划所依据的日期。"),
    )
    made_on: date | None = says("Made on", "生成日期")
    start: date | None = says("Start", "开始日期", help=("The first day of the plan.", "计划的第一天。"))
    finish: date | None = says(
        "Finish", "完成日期", help=("The last working day of the plan.", "计划的最后一个工作日。")
    )
    currency: str = says("Currency", "币种")
    budget: Amount | None = says("Budget", "预算")
    cost_items: tuple[FrozenCost, ...] = says("Cost items", "成本项")
    tasks: tuple[FrozenTask, ...] = says("Tasks", "任务")


def spanning(seen: Baseline, whole: Baseline) -> Baseline:
    """A baseline of which only some lines may be seen, without a first and last day that only others have."""
    if len(seen.tasks) == len(whole.tasks):
        return seen
    days: dict[str, date | None] = {}
    for name, outermost in (("start", min), ("finish", max)):
        of_all, of_seen = ([day for line in b.tasks if (day := getattr(line, name))] for b in (whole, seen))
        if of_all and (not of_seen or outermost(of_all) != outermost(of_seen)):
            days[name] = outermost(of_seen) if of_seen else None
    texts = {name: day.isoformat() if day else "" for name, day in days.items()}
    written = {name: texts.get(name, text) for name, text in seen.written.items() if texts.get(name) != ""}
    return replace(seen, **days, written=written)


def retitled(baseline: Baseline, titles: Mapping[str, str]) -> Baseline:
    """A baseline with these titles of its lines, by their ids: what is kept of a title today stood in it whole."""

    def written(name: str, told: Any) -> Any:
        if name not in {"tasks", "cost_items"}:
            return told
        lines = told if isinstance(told, (tuple, list)) else ()
        return tuple(
            {**line, "title": titles[line["id"]]} if isinstance(line, dict) and line.get("id") in titles else line
            for line in lines
        )

    ids = {*(line.id for line in baseline.tasks), *(line.id for line in baseline.cost_items)}
    if ids.isdisjoint(titles):
        return baseline
    return replace(
        baseline,
        tasks=tuple(replace(line, title=titles.get(line.id, line.title)) for line in baseline.tasks),
        cost_items=tuple(replace(line, title=titles.get(line.id, line.title)) for line in baseline.cost_items),
        written={name: written(name, told) for name, told in baseline.written.items()},
    )


@check("DOS550")
def task_frozen_twice(baseline: Baseline) -> Iterator[Problem]:
    """A baseline holds a task or a cost item twice.

    Two lines for one task are two answers to what was planned. It happens when a merge keeps the lines of both sides.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, wbs: "1", title: Dig, start: 2026-03-02, finish: 2026-03-06}
          - {id: T-1, wbs: "1", title: Dig, start: 2026-03-02, finish: 2026-03-13}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d}
        baselines:
        - id: BL-1
          title: As signed
          as_of: 2026-03-02
          tasks:
          - {id: T-1, wbs: "1", title: Dig, start: 2026-03-02, finish: 2026-03-06}
    """
    for name, lines in (("tasks", baseline.tasks), ("cost_items", baseline.cost_items)):
        seen: set[str] = set()
        for line in lines:
            if line.id in seen:
                message = f"{baseline.id} holds {line.id} twice"
                yield Problem("DOS550", baseline.at(name), message, "keep the line that was signed, take the other out")
            seen.add(line.id)
