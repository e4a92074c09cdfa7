"""Assumptions: what the plan takes for granted until it is shown to be true or false."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record
from dossier.records.sayings import says
from dossier.records.values import Prose, Ref
from dossier.records.words import EVERY_TYPE_HELP, PERSON


@record(("Assumption", "假设"), ("Assumptions", "假设"), prefix="ASM")
class Assumption(Record):
    """Something taken for granted in the plan; if it turns out false, the plan changes."""

    description: Prose = says("Description", "描述")
    if_false: Prose = says("If it is false", "若不成立")
    owner: Ref = says("Owner", "负责人", to=PERSON)
    check_by: date | None = says("Check by", "核实期限")
    status: str = says(
        "Status",
        "状态",
        volatile=True,
        choices={
            "open": ("Not yet checked", "待核实"),
            "true": ("True", "成立"),
            "false": ("False", "不成立"),
        },
    )
    affects: tuple[Ref, ...] = says("Affects", "影响记录", help=EVERY_TYPE_HELP)
