"""Schedules and work breakdown structures as Mermaid text: the only place where Mermaid is written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from dossier.views.gantt import GanttBar, GanttPicture
from dossier.views.wbs import WbsNode, WbsPicture

WORD_JOINER = "\u2060"
"""Invisible and without width: makes a section name unique without changing what is read."""

_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp", "Zs"})

_CHART_SPECIAL = re.compile(r"""[#:;%<>&{}"`\\]""")
_NODE_SPECIAL = re.compile(r"""[#:;%<>&{}"`\\*_~$@|\[\]()\-+=]""")
_CHART_KEYWORD = re.compile(
    r"(section|title|dateformat|axisformat|tickinterval|excludes|includes|todaymarker|click|call|gantt|topaxis"
    r"|inclusiveenddates|weekday|weekend|acctitle|accdescr|accdescription|href)\b|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_UNSAFE_SECTION = re.compile(r"[\d\s.+\-e]*|NaN|Infinity|__proto__|constructor", re.IGNORECASE)

# The longest chart that a step between two dates on the axis suits, in days, the step, and the kind of label.
_TICKS = (
    (16, "1day", "day"),
    (100, "1week", "day"),
    (200, "2week", "day"),
    (430, "1month", "month"),
    (800, "2month", "month"),
    (1200, "3month", "month"),
    (2400, "6month", "month"),
    (5000, "12month", "month"),
    (15_000, "36month", "month"),
    (50_000, "120month", "month"),
)
_AXIS = {("en", "day"): "%d %b", ("en", "month"): "%b %Y", ("zh", "day"): "%m-%d", ("zh", "month"): "%Y-%m"}

DONE_MARK = "✓"
LATE_MARK = "!"
_MARKS = {"done": f"{DONE_MARK} ", "late": f"{LATE_MARK} "}
_AS_OF = {"en": "As of", "zh": "截至"}


def one_line(text: str) -> str:
    """The text on one line: breaks, control and direction-changing characters and blanks become one space."""
    plain = "".join(
        " " if character in _BIDIRECTIONAL or unicodedata.category(character) in _UNPRINTABLE else character
        for character in text
    )
    return " ".join(plain.split())


def escape_chart_text(text: str) -> str:
    """The text as a task or section name of a Gantt chart, where it is shown as written (on one line).

    Mermaid reads a name up to a colon, decodes `#NN;`, drops `%%` and takes a line that begins with one of
    its own words for a command, so these characters and such a first character are written as `#NN;`.
    """
    plain = one_line(text) or "–"
    escaped = _CHART_SPECIAL.sub(_entity, plain)
    if _CHART_KEYWORD.match(escaped):
        escaped = f"#{ord(escaped[0])};{escaped[1:]}"
    return escaped


def escape_node_text(text: str) -> str:
    """The text as part of a flowchart's quoted label: no Markdown, no HTML and no entity is read in it.

    Even so, a backslash and an `n` would become a line break and `$$` a formula: an empty element parts them.
    """
    escaped = _NODE_SPECIAL.sub(_entity, one_line(text))
    return re.sub("#92;(?=n)|#36;(?=#36;)", r"\g<0><span></span>", escaped)


def gantt_source(picture: GanttPicture, language: str) -> str:
    """The chart as Mermaid text; rows are numbered `b0`, `b1` … in the order of `picture.bars`.

    `language` is `en` or `zh` and decides how dates are written on the axis.
    """
    return "\n".join(_gantt_lines(picture, _known(language))) + "\n"


def _gantt_lines(picture: GanttPicture, language: str) -> Iterator[str]:
    first, last = picture.span
    step, label = _tick(first, last)
    yield "gantt"
    yield "dateFormat YYYY-MM-DD"
    yield "inclusiveEndDates"
    yield f"axisFormat {_AXIS[language, label]}"
    yield f"tickInterval {step}"
    yield "weekday monday"
    yield "todayMarker off"
    if picture.non_working:
        yield "excludes " + ", ".join(day.isoformat() for day in sorted(picture.non_working))
    names = _unique_section_names(section.title for section in picture.sections)
    number = 0
    for name, section in zip(names, picture.sections, strict=True):
        yield f"section {name}"
        for bar in section.bars:
            yield _bar_line(bar, f"b{number}")
            number += 1
    if picture.shows_as_of:
        day = picture.as_of.isoformat()
        yield f"{_AS_OF[language]} {day}:vert, asof, {day}, {day}"


def _bar_line(bar: GanttBar, name: str) -> str:
    tags = {
        "done": ["done"],
        "active": ["active"],
        "late": ["active"] if bar.progress else [],
        "planned": [],
    }[bar.state]
    tags += ["crit"] if bar.critical else []
    tags += ["milestone"] if bar.milestone else []
    begin = bar.finish if bar.milestone else min(bar.start, bar.finish)
    settings = ", ".join([*tags, name, begin.isoformat(), bar.finish.isoformat()])
    return f"{escape_chart_text(bar_label(bar))}:{settings}"


def bar_label(bar: GanttBar) -> str:
    """What stands at a bar: a mark for done (✓) or late (!), the number and the title."""
    return _MARKS.get(bar.state, "") + one_line(f"{bar.number} {bar.title}")


def _unique_section_names(titles: Iterable[str]) -> Iterator[str]:
    """Names that differ from each other and are not numbers: Mermaid keeps them as keys of an object."""
    seen: set[str] = set()
    for title in titles:
        plain = one_line(title)
        name = escape_chart_text(plain) if plain else WORD_JOINER
        if _UNSAFE_SECTION.fullmatch(plain):
            name += WORD_JOINER
        while name in seen:
            name += WORD_JOINER
        seen.add(name)
        yield name


def _tick(first: date, last: date) -> tuple[str, str]:
    days = (last - first).days
    for longest, step, label in _TICKS:
        if days <= longest:
            return step, label
    return "1200month", "month"


def wbs_source(picture: WbsPicture, language: str) -> str:
    """The tree as Mermaid text; nodes are numbered `n0`, `n1` … in the order of `picture.nodes`.

    A node shows number and title, then owner, finish and progress.
    """
    return "\n".join(_wbs_lines(picture, _known(language))) + "\n"


def _wbs_lines(picture: WbsPicture, language: str) -> Iterator[str]:
    yield "flowchart LR"
    waiting: list[tuple[WbsNode, str]] = [(root, "") for root in reversed(picture.roots)]
    number = 0
    while waiting:
        node, parent = waiting.pop()
        name = f"n{number}"
        number += 1
        yield f'{name}["{_node_label(node, language)}"]:::{node.state}Work'
        if parent:
            yield f"{parent} --- {name}"
        waiting.extend((child, name) for child in reversed(node.children))


def _node_label(node: WbsNode, language: str) -> str:
    title = escape_node_text(_MARKS.get(node.state, "") + one_line(f"{node.number} {node.title}"))
    facts = [node.owner, _day(node.finish, language), f"{node.progress}%"]
    return f"<b>{title or '–'}</b><br/>" + " · ".join(escape_node_text(fact) for fact in facts if one_line(fact))


def _day(day: date | None, language: str) -> str:
    if day is None:
        return ""
    return day.isoformat() if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]} {day.year:04d}"


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _entity(found: re.Match[str]) -> str:
    return f"#{ord(found[0])};"


def _known(language: str) -> str:
    return "zh" if language.split("-", maxsplit=1)[0].lower() == "zh" else "en"
