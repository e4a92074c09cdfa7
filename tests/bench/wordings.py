"""The sentences that the benchmark's records are written with, in each language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """Sentences of one language; `{}` is filled with a word, `{a}` and `{b}` with numbers of other records."""

    language: str
    client: str
    project: str
    things: tuple[str, ...]
    people: tuple[str, ...]
    statement: str
    rationale: str
    criteria: tuple[str, str]
    criteria_heading: str
    rationale_heading: str
    task: str
    note: str
    team_note: str
    risk: str
    minutes: str
    decision: str
    change: str


ENGLISH = Wording(
    language="en",
    client="Harbour {}",
    project="Renewal of the {}",
    things=("ticket sale", "berth plan", "crew roster", "fuel report", "customs form", "price list", "waiting list"),
    people=("Anna Berg", "Tom Ray", "Mira Stone", "Jon Hale", "Ida Voss", "Ben Cole", "Lea Frost", "Max Dunn"),
    statement="The {} is shown within two seconds, also while {a} is being used, and says when it was last brought up to date.",
    rationale="In 2025 every third complaint was about the {}. The workshop on 27 January agreed that {b} comes first.",
    criteria=(
        "With 200 people at once the {} answers within two seconds in 95 of 100 cases.",
        "A change is seen by everybody else within ten seconds, without loading the page again.",
    ),
    criteria_heading="Acceptance criteria",
    rationale_heading="Rationale",
    task="Build the {}",
    note="Follows {a}; the people of the {} test it for a week before {b} begins.",
    team_note="<!-- team -->\nThe price of {a} leaves little room here.\n<!-- /team -->",
    risk="The {} comes later than agreed",
    minutes="Present were all who work on the {}. {a} was gone through line by line; open points of {b} follow by Friday.",
    decision="Where the {} is kept",
    change="One more column in the {}",
)

CHINESE = Wording(
    language="zh",
    client="云港{}",
    project="{}改造项目",
    things=("售票页面", "泊位计划", "排班表", "燃油报表", "报关单", "价目表", "候补名单"),
    people=("何正远", "段瑞琳", "杨少波", "木雪晴", "周岚", "苏瀚文", "叶青", "高为民"),
    statement="{}应在两秒内显示，使用{a}时也一样，并注明最近一次更新的时间。",
    rationale="2025 年有三分之一的投诉与{}有关。1 月 27 日的研讨会商定先做{b}。",
    criteria=("200 人同时使用时，{}在 100 次中有 95 次于两秒内响应。", "改动在十秒内为其他人所见，无需重新载入页面。"),
    criteria_heading="验收标准",
    rationale_heading="理由",
    task="开发{}",
    note="在{a}之后进行；{}的使用人员试用一周，然后开始{b}。",
    team_note="<!-- team -->\n{a}的报价在这里余地不大。\n<!-- /team -->",
    risk="{}晚于约定日期",
    minutes="{}的全体人员到会。逐条过了{a}；{b}的未决事项周五前答复。",
    decision="{}存放在哪里",
    change="{}增加一列",
)
