"""Gantt charts and work breakdown structures as Mermaid fences, each with a table of the same facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.render.mermaid import gantt_source, wbs_source
from dossier.render.plain_text import escape
from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.language import Language
    from dossier.views.gantt import GanttBar, GanttPicture
    from dossier.views.wbs import WbsNode, WbsPicture

    Linked = Callable[[str, str], str]
    """A Markdown text as a link to an address of the site."""

# Wherever Mermaid draws it, in the light or in the dark.
_STATES = """\
classDef doneWork fill:#d3ecdd,stroke:#1a7445,color:#10301f
classDef activeWork fill:#dbe8f8,stroke:#1d5fae,color:#10243f
classDef lateWork fill:#f9dcd9,stroke:#b3261e,color:#45100d
classDef plannedWork fill:#eef0f3,stroke:#57606a,color:#1c222b
"""


def gantt_lines(picture: GanttPicture, language: Language, level: int, to: Linked) -> Iterator[str]:
    """The heading of a chart that is one of several, its caption, its Mermaid source, and its table."""
    yield _heading(picture, language, level)
    yield escape(picture.caption)
    yield _fence(gantt_source(picture, language))
    say = words(language)
    heads = ("wbs_number", "task", "owner", "planned_start", "planned_finish", "progress", "status")
    rows = []
    for section in picture.sections:
        if section.title:
            rows.append([f"**{escape(section.title)}**", *[""] * (len(heads) - 1)])
        rows += [_bar(bar, language, to) for bar in section.bars]
    yield _table([say(head) for head in heads], rows)


def wbs_lines(picture: WbsPicture, language: Language, level: int, to: Linked) -> Iterator[str]:
    """The heading of a tree that is one of several, its Mermaid source, and its table."""
    yield _heading(picture, language, level)
    yield _fence(wbs_source(picture, language) + _STATES)
    say = words(language)
    heads = ("wbs_number", "task", "owner", "planned_finish", "progress", "status")
    yield _table([say(head) for head in heads], [_node(node, language, to) for node in picture.nodes])


def _heading(picture: GanttPicture | WbsPicture, language: Language, level: int) -> str:
    title = words(language)("diagram_overview") if picture.kind == "overview" else picture.title
    part = f" ({picture.part}/{picture.parts})" if picture.parts > 1 else ""
    return f"{'#' * min(level + 1, 6)} {escape(title + part)}" if title or part else ""


def _fence(source: str) -> str:
    """No line of ours begins with a backtick: every name in the source is escaped."""
    return f"```mermaid\n{source.rstrip()}\n```"


def _bar(bar: GanttBar, language: Language, to: Linked) -> list[str]:
    say = words(language)
    state = say(f"state_{bar.state}")
    return [
        escape(bar.number),
        _name(bar, to),
        escape(bar.owner),
        bar.start.isoformat(),
        bar.finish.isoformat(),
        f"{bar.progress}%",
        f"{state}, {say('diagram_critical')}" if bar.critical else state,
    ]


def _node(node: WbsNode, language: Language, to: Linked) -> list[str]:
    finish = node.finish.isoformat() if node.finish else ""
    state = words(language)(f"state_{node.state}")
    return [escape(node.number), _name(node, to), escape(node.owner), finish, f"{node.progress}%", state]


def _name(row: GanttBar | WbsNode, to: Linked) -> str:
    return to(escape(row.title or row.number or row.id), row.url) + (" ◆" if row.milestone else "")


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [[escape(head) for head in heads], ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
