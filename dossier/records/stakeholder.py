"""Stakeholders: the people of both sides, their roles, and how to reach them."""

from __future__ import annotations

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Percent, Prose
from dossier.records.words import SIDES
from dossier.records.working_calendar import NonWorkingPeriod


@record(
    ("Stakeholder", "干系人"),
    ("Stakeholders", "干系人"),
    body="expectations",
    also=("people", "人员"),
)
class Stakeholder(Record):
    """Somebody who decides, works, is consulted or is informed."""

    title: str = says("Name", "姓名", required=True, also=("标题", "名称"))
    side: str = says("Side", "所属方", choices=SIDES)
    organisation: str = says("Organisation", "单位", also=("organization",))
    role: str = says("Role", "角色", help=("The part this person plays in the project.", "在项目中承担的角色。"))
    raci: str = says(
        "RACI",
        "RACI 职责",
        choices={
            "responsible": ("Responsible", "负责"),
            "accountable": ("Accountable", "批准"),
            "consulted": ("Consulted", "咨询"),
            "informed": ("Informed", "知会"),
        },
        help=("Responsible, accountable, consulted or informed.", "负责、批准、咨询或知会。"),
    )
    calendar: str = says(
        "Working calendar",
        "工作日历",
        help=("One of `calendars` in project.yml.", "project.yml 的“工作日历”之一。"),
    )
    available: Percent | None = says(
        "Available for this project",
        "可投入比例",
        internal=True,
        volatile=True,
        unit="%",
        help=("Share of the working time, the whole of it when left out.", "占工作时间的比例；不填即全部。"),
    )
    absences: tuple[NonWorkingPeriod, ...] = says(
        "Absences",
        "缺勤",
        internal=True,
        volatile=True,
        help=("Holiday, training, another project: from, to.", "休假、培训、其他项目：自、至。"),
    )
    email: str = says("Email", "邮箱")
    phone: str = says("Phone", "电话")
    expectations: Prose = says(
        "Expectations", "期望", help=("What this person expects of the project.", "对项目的期望。")
    )
    influence: str = says(
        "Influence",
        "影响力",
        internal=True,
        choices={"low": ("Low", "低"), "medium": ("Medium", "中"), "high": ("High", "高")},
    )
