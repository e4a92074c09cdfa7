"""What is meant as a mark for the team or as a comment, and is none: it would be published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.text.team_text import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

_BEFORE = r"(?:(?:visibility|end|begin|start|of|for|the|our|only|仅限|仅供|仅|僅|限|只|供|我方|我们)[\W_]{0,4}){0,3}"
_TEAM = r"(?:teams?|internal|private|confidential|secret|内部|团队|保密|机密|不公开|客户不可见|內部|團隊|機密)"
_AFTER = (
    r"(?:[\W_]{0,4}(?:only|use|text|block|comment|notes?|begins?|starts?|ends?|on|off|team|内部|团队|组|人员|备注|文字|专用|專用|使用|可见|可見|开始"
    r"|開始|结束|結束)){0,3}"
)
_IN_A_COMMENT = re.compile(rf"<!--[\W_]{{0,8}}{_BEFORE}{_TEAM}{_AFTER}[\W_]{{0,8}}-->", re.IGNORECASE)
_CLOSING = re.compile(
    r"<!--[^\w/]{0,4}/[^\n<>/]{0,30}?(?:(?<![a-z])(?:teams?|internal)(?![a-z])|内部|团队|內部|團隊)[^\n<>/]{0,30}?-->",
    re.IGNORECASE,
)
"""The end of a block, whatever is said of it: what says the same at its beginning may be any comment."""
_MISTYPED = re.compile(
    r"<!--\s*/?\s*(?:tem|taem|tema|etam|teem|temm|teamm|teaam|tteam|tean|tesm|twam|internel|interal|intenal|internl|团对|团堆"
    r"|围队|团 队)\s*-->"
)
_BEGINS, _ENDS = "[<＜‹〈《]", "[>＞›〉》]"
_DASH, _DASHES = r"[-—–－‐\\]", r"(?:[-－‐\\]{2,6}|[—–]{1,3})"
_WITH_OTHER_SIGNS = re.compile(
    rf"(?:{_BEGINS}|&lt;|&#60;)[\s\\]{{0,2}}[!！][\s\\]{{0,2}}{_DASH}{{1,6}}[\W_]{{0,4}}"
    rf"{_BEFORE}{_TEAM}{_AFTER}[\W_]{{0,8}}?(?:{_ENDS}|&gt;)"
    rf"|(?:{_BEGINS}|&lt;){_DASHES}\s*(?:/?\s*(?:team|团队)|/[\W_]{{0,4}}{_BEFORE}{_TEAM}{_AFTER})\s*{_DASHES}(?:{_ENDS}|&gt;)"
    r"|^[ \t]*!--+\s*/?\s*(?:team|团队)\s*--+>",
    re.IGNORECASE | re.MULTILINE,
)
"""A mark as it becomes when it is typed with a Chinese keyboard, corrected while it is typed, or escaped."""
_LIKE_COMMENT = re.compile(rf"(?!<!--){_BEGINS}[\s\\]{{0,2}}[!！][\s\\]{{0,2}}(?:[-－‐\\]{{2,6}}|[—–]{{1,2}})(?<!\\\\)")
_WORTH_A_LOOK = re.compile(rf"[!！][\s\\]{{0,2}}{_DASH}|(?:{_BEGINS}|&lt;){_DASHES}")
_SIGNS = ("!", "！", "<-", "<—", "<–", "《-", "《—", "‹", "＜", "&lt;-")


def may_hold_marks(text: str) -> bool:
    """Whether there may be a comment or mark in a text, or what becomes of one when it is typed with other signs."""
    # Most texts hold none of these signs, which is seen sooner one by one than by a pattern.
    return any(map(text.__contains__, _SIGNS)) and _WORTH_A_LOOK.search(text) is not None


def like_marks(text: str) -> Iterator[re.Match[str]]:
    """Comments that say that something is for the team and are no marks: what stands between two is published."""
    told: set[int] = set()
    for pattern in (_IN_A_COMMENT, _CLOSING, _MISTYPED) if "<!--" in text else ():
        found_here = [found for found in pattern.finditer(text) if not MARK.fullmatch(found[0])]
        yield from (found for found in found_here if found.start() not in told)
        told |= {found.start() for found in found_here}


def spoilt(text: str) -> Iterator[re.Match[str]]:
    """Marks and beginnings of comments that are written with other signs: they and what they hold are published."""
    if may_hold_marks(text):
        marks = [found for found in _WITH_OTHER_SIGNS.finditer(text) if not found[0].startswith("<!--")]
        yield from marks
        begun = {found.start() for found in marks}
        yield from (found for found in _LIKE_COMMENT.finditer(text) if found.start() not in begun)
