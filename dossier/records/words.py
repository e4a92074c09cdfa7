"""Choices and reference targets that several record types share."""

from __future__ import annotations

PERSON = ("stakeholder",)
WORK = ("task",)

SIDES = {
    "client": ("Client", "客户方"),
    "supplier": ("Supplier", "供应商方"),
    "other": ("Third party", "第三方"),
}
MOSCOW = {
    "must": ("Must have", "必须有"),
    "should": ("Should have", "应该有"),
    "could": ("Could have", "可以有"),
    "wont": ("Won't have this time", "本次不做"),
}
OPEN_CLOSED = {"open": ("Open", "未关闭"), "closed": ("Closed", "已关闭")}
RAG = {"green": ("On track", "正常"), "amber": ("At risk", "有风险"), "red": ("Off track", "已偏离")}
EVERY_TYPE_HELP = ("Number of any record", "任意记录的编号")
