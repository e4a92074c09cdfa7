"""Cost items: what was planned to be spent, what is promised, and what was paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dossier.records.declare import Record, record
from dossier.records.sayings import PartOfRecord, says
from dossier.records.values import Amount, Prose, Ref
from dossier.records.words import WORK


class Booking(PartOfRecord):
    """Money that went out on one day."""

    on: date | None = says("Date", "日期", required=True, also=("date",))
    amount: Amount | None = says("Amount", "金额", required=True)
    note: str = says("Note", "说明")


@record(("Cost item", "成本项"), ("Cost items", "成本项"), prefix="COST", also=("costs", "成本"))
class CostItem(Record):
    """One line of the budget, in the project's currency or its own."""

    description: Prose = says("Description", "描述")
    category: str = says(
        "Category",
        "类别",
        choices={
            "labour": ("Labour", "人工"),
            "material": ("Material", "材料"),
            "licence": ("Licences", "许可"),
            "service": ("Services", "服务"),
            "travel": ("Travel", "差旅"),
            "reserve": ("Reserve", "储备"),
            "other": ("Other", "其他"),
        },
    )
    currency: str = says(
        "Currency",
        "币种",
        help=(
            "That of the project when left out; else project.yml gives its rate.",
            "不填即项目币种；否则在 project.yml 中填写汇率。",
        ),
    )
    planned: Amount | None = says("Planned", "计划金额")
    spread: str = says(
        "Planned spending",
        "计划支出方式",
        choices={
            "linear": ("Evenly over the work", "随工作均匀支出"),
            "start": ("At the start", "开始时支出"),
            "end": ("At the end", "完成时支出"),
        },
        help=("Evenly over the dates of its task when left out.", "不填即在任务期间均匀支出。"),
    )
    committed: Amount | None = says("Committed", "已承诺金额", help=("Ordered and not yet paid.", "已订购但尚未支付。"))
    actual: Amount | None = says(
        "Actual",
        "实际金额",
        volatile=True,
        help=(
            "Paid or booked so far; the sum of the bookings when left out.",
            "截至目前已支付或入账；不填即各笔入账之和。",
        ),
    )
    bookings: tuple[Booking, ...] = says(
        "Bookings",
        "入账记录",
        volatile=True,
        help=("What was paid or booked on which day.", "每笔支付或入账的日期与金额。"),
    )
    forecast: Amount | None = says(
        "Forecast at completion",
        "预计完工金额",
        volatile=True,
        help=("The planned amount when left out.", "不填即计划金额。"),
    )
    on: date | None = says(
        "Date",
        "日期",
        also=("date",),
        help=("When it was paid or will be, where there are no bookings.", "无入账记录时，已支付或将支付的日期。"),
    )
    task: Ref = says("Task", "任务", to=WORK)
    change: Ref = says(
        "Change request",
        "变更请求",
        to=("change_request",),
        help=("The approved change that added this line.", "因哪项已批准的变更而增加。"),
    )

    @property
    def booked(self) -> Decimal:
        """The sum of the bookings, in the item's currency."""
        return sum((booking.amount for booking in self.bookings if booking.amount is not None), Decimal(0))

    @property
    def spent(self) -> Decimal | None:
        """What is paid or booked so far: the actual amount, else the sum of the bookings; None where neither is told."""
        return self.booked if self.actual is None and self.bookings else self.actual
