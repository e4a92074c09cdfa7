"""When people work: the week, the hours of a day, and the days that differ, as project.yml writes them."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.records.sayings import PartOfRecord, says

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKDAYS = {
    "mon": ("Monday", "周一"),
    "tue": ("Tuesday", "周二"),
    "wed": ("Wednesday", "周三"),
    "thu": ("Thursday", "周四"),
    "fri": ("Friday", "周五"),
    "sat": ("Saturday", "周六"),
    "sun": ("Sunday", "周日"),
}


class NonWorkingPeriod(PartOfRecord):
    """Days on which nobody works, although the week says so."""

    start: date | None = says("From", "自", required=True, also=("from", "date", "日期"))
    finish: date | None = says(
        "To", "至", also=("to",), help=("Last day; the same day when left out.", "最后一天；不填即当天。")
    )
    title: str = says("Name", "名称")
    hours: tuple[str, ...] = says(
        "Working hours",
        "工作时段",
        help=("Where only a part of the day is free: 09:00-12:00.", "仅部分时间休息时填写，例如 09:00-12:00。"),
    )


_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~]\s*(\d{1,2}):(\d{2})")


def working_hours(texts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Intervals written as `09:00-13:00` in minutes of the day, in order; empty where one makes no sense."""
    intervals = sorted(interval for text in texts if (interval := _interval(text)))
    if len(intervals) < len(texts) or any(later[0] < before[1] for before, later in pairwise(intervals)):
        return ()
    return tuple(intervals)


def _interval(text: str) -> tuple[int, int] | None:
    match = _HOURS.fullmatch(text.strip())
    if not match:
        return None
    start_hour, start_minute, end_hour, end_minute = map(int, match.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    return (start, end) if start < end <= 24 * 60 and max(start_minute, end_minute) < 60 else None


class Calendar(PartOfRecord):
    """When people work."""

    id: str = says(
        "Number",
        "编号",
        help=(
            "By which tasks and people name it; not for the project's own.",
            "供任务和人员引用；项目自身的日历不填。",
        ),
    )
    title: str = says("Name", "名称")
    week: tuple[str, ...] = says(
        "Working days",
        "工作日",
        choices=WEEKDAYS,
        help=("Monday to Friday when left out.", "不填即周一至周五。"),
    )
    hours: tuple[str, ...] = says(
        "Working hours",
        "工作时段",
        help=(
            "For example 09:00-12:00 and 13:00-18:00, which is so when left out.",
            "例如 09:00-12:00 与 13:00-18:00；不填即如此。",
        ),
    )
    country: str = says(
        "Public holidays of",
        "法定节假日所属国家",
        help=(
            "ISO 3166 code, also with a region: CN, DE-BY. Make-up working days are known for China.",
            "ISO 3166 代码，可带地区：CN、DE-BY；含中国的调休上班日。",
        ),
    )
    holidays: tuple[NonWorkingPeriod, ...] = says("Holidays", "节假日")
    extra_days: tuple[date, ...] = says(
        "Extra working days",
        "调休上班日",
        help=("Days worked although the week or a holiday says not.", "因调休而上班的日期。"),
    )
