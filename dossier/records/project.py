"""The project: what it is for, what belongs to it, when and for how much."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dossier.problems.problem import Problem
from dossier.problems.rules import check
from dossier.records.declare import Record, record
from dossier.records.limits import ChangeApprover, ReviewLimits, Tolerance
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, DayHours, Days, Percent, Prose, Ref
from dossier.records.words import PERSON
from dossier.records.working_calendar import Calendar, working_hours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems.problem import Place


class Objective(PartOfRecord):
    """One thing the project is to achieve, and how one will know."""

    id: str = says("Number", "编号", required=True)
    text: Prose = says("Objective", "目标", required=True)
    measure: Prose = says("Success measure", "成功标准")
    short = ("id", "text")


class Channel(PartOfRecord):
    """One regular way in which the two sides talk."""

    name: str = says("Channel", "渠道", required=True)
    purpose: str = says("Purpose", "用途")
    rhythm: str = says("Rhythm", "频率", help=("For example: Tuesdays 10:00, fortnightly.", "例如：每两周周二 10:00。"))
    people: tuple[Ref, ...] = says("People", "参与人", to=PERSON)


class Rate(PartOfRecord):
    """What one unit of another currency is worth in the project's."""

    currency: str = says(
        "Currency", "币种", required=True, help=("ISO 4217: EUR, CNY …", "ISO 4217 代码：CNY、EUR 等。")
    )
    rate: Amount | None = says(
        "Rate",
        "汇率",
        required=True,
        help=("One unit of it in the project's currency.", "一单位该币种折合的项目币种金额。"),
    )
    on: date | None = says("Since", "起始日期", also=("since",), help=("From this day on.", "自该日起适用。"))


class Simulation(PartOfRecord):
    """How the plan is simulated from three-point estimates and risks."""

    distribution: str = says(
        "Distribution",
        "分布",
        choices={"pert": ("PERT", "PERT"), "triangular": ("Triangular", "三角分布")},
        help=("Of estimates and delays; PERT when left out.", "用于估算与延误；不填即 PERT。"),
    )
    chances: tuple[Percent, ...] = says(
        "Chances",
        "发生可能性",
        help=(
            "Of risks with probability 1 to 5; 10, 30, 50, 70, 90 % when left out.",
            "对应概率 1 至 5；不填即 10、30、50、70、90 %。",
        ),
    )


@record(("Project", "项目"), ("Projects", "项目"), body="description")
class Project(Record):
    """What one project is for, what belongs to it and what does not, when and for how much."""

    title: str = says("Name", "名称", required=True, also=("标题",))
    description: Prose = says("Description", "描述")
    owner: Ref = says("Project manager", "项目经理", to=PERSON)
    start: date | None = says("Start", "开始日期")
    finish: date | None = says(
        "Agreed finish",
        "约定完成日期",
        help=("The last day, as agreed with the client.", "与客户约定的最后一天。"),
    )
    objectives: tuple[Objective, ...] = says("Objectives", "目标")
    scope: tuple[Prose, ...] = says("In scope", "范围内")
    out_of_scope: tuple[Prose, ...] = says("Out of scope", "范围外")
    success_measures: tuple[Prose, ...] = says("Success measures", "成功标准")
    quality_standards: tuple[Prose, ...] = says("Quality standards", "质量标准")
    calendar: Calendar | None = says("Calendar", "日历")
    calendars: tuple[Calendar, ...] = says(
        "Further calendars",
        "其他日历",
        help=("Of shifts, sites and people that work at other times.", "其他班次、地点或人员的工作日历。"),
    )
    hours_per_day: DayHours | None = says(
        "Hours per working day",
        "每个工作日小时数",
        help=(
            "What `1d` of a duration means; the hours of a day of the calendar when left out.",
            "工期中 1d 的小时数；不填即日历中一天的工作时间。",
        ),
    )
    out_of_sequence: str = says(
        "Work begun out of sequence",
        "逆序开始的工作",
        choices={
            "retained_logic": ("Its rest waits all the same (retained logic)", "剩余工作仍等待前置任务（保留逻辑）"),
            "progress_override": ("Its rest goes on at once (progress override)", "剩余工作立即继续（进度优先）"),
        },
        help=("Retained logic when left out.", "不填即保留逻辑。"),
    )
    near_critical: Days | None = says(
        "Near-critical up to",
        "近关键路径浮动时间",
        unit="d",
        help=("Total float in working days; critical is a float of 0.", "总浮动时间（工作日）；为 0 即关键。"),
    )
    simulation: Simulation | None = says("Simulation", "计划模拟", internal=True)
    currency: str = says("Currency", "币种", help=("ISO 4217: EUR, CNY …", "ISO 4217 代码：CNY、EUR 等。"))
    budget: Amount | None = says("Budget", "预算")
    tolerance: Tolerance | None = says(
        "Tolerance",
        "允许偏差",
        help=(
            "Beyond this a check warns: {slip: 5d, budget: 10%}.",
            "超出时检查给出警告：{工期偏差: 5d, 成本偏差: 10%}。",
        ),
    )
    review: ReviewLimits | None = says(
        "Review limits",
        "评审门槛",
        internal=True,
        volatile=True,
        help=(
            "What a pull request may do unasked; those of the branch it goes into count.",
            "合并请求无需另行同意的限度；以目标分支上的设置为准。",
        ),
    )
    change_approvers: tuple[ChangeApprover, ...] = says(
        "Change approvers",
        "变更审批人",
        help=(
            "Who may decide about changes beside the signers: {who: helen, cost: 0, time: 0}.",
            "除签字人外可审批变更的人员：{审批人: su, 成本上限: 0, 延期上限: 0}。",
        ),
    )
    rates: tuple[Rate, ...] = says(
        "Exchange rates",
        "汇率",
        help=("Of the other currencies in which costs are written.", "成本项所用其他币种的汇率。"),
    )
    communication: tuple[Channel, ...] = says("Communication plan", "沟通计划")
    raw_html: bool = says(
        "HTML in text",
        "文本中的 HTML",
        volatile=True,
        help=(
            "yes: harmless HTML in texts and pages is used (tables, details, sub, sup, kbd); else it is shown as written.",
            "填 yes：文本和页面中的无害 HTML（表格、折叠、上下标、按键）按 HTML 显示；否则按原样显示。",
        ),
    )

    def all_calendars(self) -> Iterator[tuple[Place, Calendar]]:
        """The project's own calendar and its further ones, each with its place."""
        if self.calendar:
            yield self.at("calendar"), self.calendar
        for number, calendar in enumerate(self.calendars):
            yield self.at("calendars") / number, calendar


@check("DOS304")
def project_ends_before_it_starts(project: Project) -> Iterator[Problem]:
    """A project's agreed finish is before its start.

    Every comparison with the agreed finish would be wrong.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        start: 2026-05-01
        finish: 2026-04-01

    Right:

        # acme/web/project.yml
        title: Web shop
        start: 2026-05-01
        finish: 2026-11-30
    """
    if project.start and project.finish and project.finish < project.start:
        message = f"the agreed finish {project.finish} is before the start {project.start}"
        yield Problem("DOS304", project.at("finish"), message, "swap them, or correct the year")


@check("DOS305")
def unreadable_working_hours(project: Project) -> Iterator[Problem]:
    """The working hours of a project's calendar, or of a holiday in it, cannot be read, or overlap.

    Without them the plan is computed with 09:00-12:00 and 13:00-18:00, which may not be what was meant.

    Wrong:

        # acme/web/project.yml
        title: Web shop
        calendar: {hours: ["9 to 5"]}

    Right:

        # acme/web/project.yml
        title: Web shop
        calendar: {hours: ["09:00-12:30", "13:30-17:00"]}
    """
    for place, calendar in project.all_calendars():
        told = [(place / "hours", calendar.hours), *((place / "holidays", each.hours) for each in calendar.holidays)]
        for where, hours in told:
            if hours and not working_hours(hours):
                message = f"these are no working hours of one day: `{', '.join(hours)}`"
                yield Problem("DOS305", where.of(hours[0]), message, "for example: 09:00-13:00")
