"""Meetings: who met when, what was said, and what was agreed."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON


@record(("Meeting", "会议"), ("Meetings", "会议"), prefix="MTG", body="minutes")
class Meeting(Record):
    """A meeting held or planned, with its minutes; actions and decisions may be written inside it."""

    nests: ClassVar[dict[str, str]] = {"action": "meeting", "decision": "meeting"}

    on: date | None = says("Date", "日期", required=True, also=("date",))
    time: str = says("Time", "时间", help=("For example: 10:00–11:00 CET.", "例如：10:00–11:00。"))
    where: str = says("Place", "地点", help=("A room or an address for a call.", "会议室或线上会议地址。"))
    attendees: tuple[Ref, ...] = says("Attendees", "参会人", to=PERSON)
    absent: tuple[Ref, ...] = says("Absent", "缺席人", to=PERSON)
    agenda: Prose = says("Agenda", "议程")
    minutes: Prose = says("Minutes", "会议纪要")
    about: tuple[Ref, ...] = says("About", "涉及记录", help=EVERY_TYPE_HELP)
