"""Tasks, work packages and milestones: the work, its order, its dates and how far it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.assignments import Assignment
from dossier.records.declare import Record, record
from dossier.records.links import Link
from dossier.records.moment import begin_of, end_of
from dossier.records.sayings import says
from dossier.records.three_points import out_of_order
from dossier.records.values import Amount, Days, Percent, Prose, Ref
from dossier.records.words import PERSON, WORK

if TYPE_CHECKING:
    from collections.abc import Iterator


@record(
    ("Task", "任务"),
    ("Tasks", "任务"),
    prefix="T",
    presets={
        "milestones": {"kind": "milestone"},
        "milestone": {"kind": "milestone"},
        "里程碑": {"kind": "milestone"},
        "work_packages": {"kind": "work_package"},
        "work_package": {"kind": "work_package"},
        "工作包": {"kind": "work_package"},
        "phases": {"kind": "phase"},
        "phase": {"kind": "phase"},
        "阶段": {"kind": "phase"},
    },
)
class Task(Record):
    """A piece of work, or a moment that matters; tasks nest, and the tree is the work breakdown structure."""

    nests: ClassVar[dict[str, str]] = {"task": "parent"}

    kind: str = says(
        "Kind",
        "类别",
        choices={
            "task": ("Task", "任务"),
            "work_package": ("Work package", "工作包"),
            "milestone": ("Milestone", "里程碑"),
            "phase": ("Phase", "阶段"),
        },
        help=("A task when left out.", "不填即任务。"),
    )
    description: Prose = says("Description", "描述")
    parent: Ref = says(
        "Part of", "所属任务", to=WORK, help=("Not needed where tasks are nested.", "任务嵌套书写时不需要。")
    )
    owner: Ref = says("Owner", "负责人", to=PERSON)
    people: tuple[Assignment, ...] = says(
        "Also working on it",
        "参与人",
        help=(
            "anna, or anna 50%: the share of her working day; the owner's own share stands here, too.",
            "写作 anna 或 anna 50%，即占其工作日的比例；负责人的投入比例也写在这里。",
        ),
    )
    after: tuple[Link, ...] = says(
        "After",
        "前置任务",
        help=(
            "T-1, or T-2 SS+2d: relation FS, SS, FF or SF, then the lag.",
            "T-1，或 T-2 SS+2d：关系 FS、SS、FF、SF 加时间差。",
        ),
    )
    duration: Days | None = says(
        "Duration", "工期", unit="d", help=("Working days: 5d, 2w, 4h.", "工作日：5d、2w、4h。")
    )
    optimistic: Days | None = says(
        "Optimistic duration",
        "乐观工期",
        internal=True,
        volatile=True,
        unit="d",
        help=("At best; the duration is what is most likely.", "最短工期；“工期”为最可能值。"),
    )
    pessimistic: Days | None = says(
        "Pessimistic duration",
        "悲观工期",
        internal=True,
        volatile=True,
        unit="d",
        help=("At worst, without risks that are recorded.", "最长工期，不含已登记的风险。"),
    )
    start: date | None = says(
        "Start",
        "开始日期",
        timed=True,
        help=("Not before this day, or 2026-03-02 13:00.", "不早于该日开始，也可写 2026-03-02 13:00。"),
    )
    finish: date | None = says(
        "Finish",
        "完成日期",
        timed=True,
        help=("The last day, where it is given rather than computed.", "最后一天；给定而非推算时填写。"),
    )
    must_start: date | None = says(
        "Must start on", "必须开始日期", timed=True, help=("Wins over what it waits for.", "优先于前置任务。")
    )
    must_finish: date | None = says(
        "Must finish on", "必须完成日期", timed=True, help=("Wins over what it waits for.", "优先于前置任务。")
    )
    start_no_later: date | None = says("Start no later than", "最晚开始限制", timed=True)
    finish_no_earlier: date | None = says("Finish no earlier than", "最早完成限制", timed=True)
    finish_no_later: date | None = says("Finish no later than", "最晚完成限制", timed=True)
    as_late_as_possible: bool = says(
        "As late as possible", "尽可能晚", help=("Takes all the float that there is.", "占用全部可用浮动时间。")
    )
    calendar: str = says(
        "Working calendar",
        "工作日历",
        help=(
            "One of `calendars` in project.yml; that of its owner when left out.",
            "project.yml 的“工作日历”之一；不填即负责人的日历。",
        ),
    )
    deadline: date | None = says("Agreed date", "约定日期", help=("Later than this is late.", "晚于该日即为延误。"))
    actual_start: date | None = says("Actual start", "实际开始", volatile=True)
    actual_finish: date | None = says("Actual finish", "实际完成", volatile=True)
    progress: Percent | None = says("Progress", "进度", volatile=True, unit="%")
    remaining: Days | None = says(
        "Remaining duration",
        "剩余工期",
        volatile=True,
        unit="d",
        help=("Of what is begun; by its progress when left out.", "已开始的任务尚需的工作日；不填即按进度计算。"),
    )
    suspended: date | None = says("Suspended since", "暂停日期", volatile=True)
    resumes: date | None = says("Goes on", "恢复日期", volatile=True)
    effort: Days | None = says(
        "Effort",
        "工作量",
        unit="d",
        help=(
            "Person-days; shared by owner and people, it gives the duration when none is written.",
            "人日；未填工期时，由负责人和参与人分担得出工期。",
        ),
    )
    cost: Amount | None = says("Planned cost", "计划成本")
    measured_by: str = says(
        "Progress counts",
        "进度计量方法",
        choices={
            "percent": ("By percent complete", "按完成百分比"),
            "0/100": ("When it is finished", "完成时计 100%"),
            "50/50": ("Half when begun, half when finished", "开始计 50%，完成计 50%"),
            "milestones": ("By its milestones", "按里程碑"),
        },
        help=(
            "For the earned value of it, or of each task inside; by percent when left out.",
            "用于计算本任务或其下各任务的挣值；不填即按百分比。",
        ),
    )
    weight: Percent | None = says(
        "Weight",
        "权重",
        unit="%",
        help=(
            "Of a milestone, where progress counts by milestones; equal when left out.",
            "按里程碑计量时该里程碑的权重；不填即相等。",
        ),
    )
    requirements: tuple[Ref, ...] = says("Requirements", "对应需求", to=("requirement",), also=("serves",))
    deliverables: tuple[Ref, ...] = says("Deliverables", "对应可交付成果", to=("deliverable",))
    notes: Prose = says("Notes", "说明")

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who works on it, each person once, the owner first; her share stands among `people` where it is told."""
        told = {each.person: each for each in reversed(self.people)}
        named = dict.fromkeys(name for name in (self.owner, *(each.person for each in self.people)) if name)
        return tuple(told.get(name) or Assignment(name) for name in named)


@check("DOS311")
def task_dates_out_of_order(task: Task) -> Iterator[Problem]:
    """A task finishes before it starts.

    One of the two dates is mistyped, and the plan would be wrong around it.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, start: 2026-03-09, finish: 2026-03-02}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, start: 2026-03-02, finish: 2026-03-09}
    """
    if task.start and task.finish and end_of(task.finish) < begin_of(task.start):
        message = f"{task.id} finishes on {task.finish}, before it starts on {task.start}"
        yield Problem("DOS311", task.at("finish"), message, "swap them, or correct one")
    if task.actual_start and task.actual_finish and task.actual_finish < task.actual_start:
        message = f"{task.id} was finished on {task.actual_finish}, before it was started on {task.actual_start}"
        yield Problem("DOS311", task.at("actual_finish"), message, "swap them, or correct one")


@check("DOS312")
def progress_and_actual_finish_disagree(task: Task) -> Iterator[Problem]:
    """A task has an actual finish and is less than 100 % done, or the other way round.

    One of them was forgotten; the plan would show the task both as open and as done.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, actual_start: 2026-03-02, actual_finish: 2026-03-03, progress: 50%}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 2d, actual_start: 2026-03-02, actual_finish: 2026-03-03, progress: 100%}
    """
    if task.actual_finish and task.progress is not None and task.progress < 100:
        message = f"{task.id} was finished on {task.actual_finish} and is {task.progress} % done"
        yield Problem("DOS312", task.at("progress"), message, "write progress 100 %, or take the actual finish out")
    if task.actual_finish and not task.actual_start:
        message = f"{task.id} has an actual finish and no actual start"
        yield Problem("DOS312", task.at("actual_finish"), message, "add `actual_start`")


@check("DOS580")
def estimates_out_of_order(task: Task) -> Iterator[Problem]:
    """A task's duration does not lie between its optimistic and its pessimistic one.

    The duration is the most likely of the three estimates; in another order they are swapped or mistyped, and the
    simulation of the plan would not use them.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d, optimistic: 6d, pessimistic: 9d}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d, optimistic: 3d, pessimistic: 9d}
    """
    for words in out_of_order(task.optimistic, task.duration, task.pessimistic):
        place = task.at("optimistic" if "best" in words else "pessimistic")
        yield Problem("DOS580", place, f"{task.id} takes {words}", "optimistic ≤ duration ≤ pessimistic")


@check("DOS581", "warning")
def estimate_without_effect(task: Task) -> Iterator[Problem]:
    """A task is estimated at best or at worst, and the simulation cannot use it.

    Without a duration nothing says what is most likely; with a given finish the task lies where it lies, however long
    it takes.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, finish: 2026-03-13, optimistic: 3d, pessimistic: 9d}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 5d, optimistic: 3d, pessimistic: 9d}
    """
    field = "optimistic" if task.optimistic is not None else "pessimistic"
    if (task.optimistic, task.pessimistic) == (None, None):
        return
    if task.duration is None and task.effort is None:
        message = f"{task.id} has an {field} duration and none that is most likely"
        yield Problem("DOS581", task.at(field), message, "add `duration:`")
    elif (task.finish or task.must_finish) and not task.actual_start and not task.actual_finish:
        message = f"{task.id} finishes on {task.finish or task.must_finish}, so its {field} duration changes nothing"
        yield Problem(
            "DOS581", task.at(field), message, "write `deadline:` for what was agreed, and leave the finish out"
        )
