"""Cost items: what was planned to be spent, what is promised, and what was paid."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record, says
from dossier.records.values import Amount, Prose, Ref
from dossier.records.words import WORK


@record(("Cost item", "成本项"), ("Cost items", "成本项"), prefix="COST", also=("costs", "成本"))
class CostItem(Record):
    """One line of the budget, in the project's currency."""

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
    planned: Amount | None = says("Planned", "计划金额")
    committed: Amount | None = says("Committed", "已承诺金额", help=("Ordered and not yet paid.", "已订购但尚未支付。"))
    actual: Amount | None = says(
        "Actual", "实际金额", volatile=True, help=("Paid or booked so far.", "截至目前已支付或入账。")
    )
    forecast: Amount | None = says(
        "Forecast at completion",
        "预计完工金额",
        volatile=True,
        help=("The planned amount when left out.", "不填即计划金额。"),
    )
    on: date | None = says("Date", "日期", also=("date",))
    task: Ref = says("Task", "任务", to=WORK)
    change: Ref = says(
        "Change request",
        "变更请求",
        to=("change_request",),
        help=("The approved change that added this line.", "因哪项已批准的变更而增加。"),
    )
