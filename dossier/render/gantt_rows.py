"""The rows of the plan's table as HTML: there are a thousand of them, and a template takes four times as long."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from dossier.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dossier.language import Language
    from dossier.views.dependency_arrows import Mark
    from dossier.views.gantt_chart import ChartRow

_SPECIAL = re.compile("[&<>\"']")
_STATES = ("done", "active", "late", "planned")


class _Percent(dict[float, str]):
    """Places as they are written: hundredths of a percent, so there are not many, and all charts have the same."""

    def __missing__(self, place: float) -> str:
        text = self[place] = f"{place}%"
        return text


_PERCENT = _Percent()


class RowWriter:
    """Writes rows in one language. Every text of a record goes through `escape`, which is what templates escape with.

    `url` gives an address as written on the page, with no character that HTML knows.
    """

    def __init__(self, language: Language, url: Callable[[str], str]) -> None:
        say = words(language)
        self._url = url
        self._from = str(escape(say("from_day", day="\0")))
        self._inside = str(escape(say("gantt_inside", title="\0")))
        self._critical = f"<b>{escape(say('critical_path'))}</b>"
        self._states = {state: str(escape(say(f"state_{state}"))) for state in _STATES}

    def rows(self, rows: Sequence[ChartRow], key: str) -> Markup:
        """The rows of one group; `key` names what stands behind the bars of all rows."""
        # Not `href`: the theme's instant navigation sets it anew on every element that has it, and fails on this one.
        behind = f'<use xlink:href="#{escape(key)}"/>'
        numbers, titles = _texts([row.number for row in rows]), _texts([row.title for row in rows])
        owners, told = _texts([row.owner for row in rows]), _texts([row.told for row in rows])
        texts = zip(rows, numbers, titles, owners, told, strict=True)
        return Markup("\n".join([self._row(row, behind, *each) for row, *each in texts]))  # noqa: S704 - escaped piece by piece

    def _row(self, row: ChartRow, behind: str, number: str, title: str, owner: str, told: str) -> str:
        name = f'<a href="{self._url(row.url)}">{title}</a>' if row.url else f"<bdi>{title}</bdi>"
        fold = "" if row.fold is None else self._fold(row, title)
        below = self._below(row, owner) if owner or row.critical or row.agreed or row.after else ""
        start = f"<small>{self._from.replace(chr(0), row.start)}</small>" if row.start else ""
        late = f'<small class="late">{row.late}</small>' if row.late else ""
        classes = _classes(row.state, row.level, row.inside, critical=row.critical, phase=row.phase)
        return (
            f'<tr class="{classes}"><td>{number}</td><th scope="row">{fold}{name}{below}</th>'
            f"<td>{row.finish}{start}</td><td><b>{self._states[row.state]}</b>"
            f' <i>{row.progress}%</i>{late}</td><td><svg role="img"><title>{told}</title>{behind}'
            f"{_drawn(row.marks)}{_label(row) if row.label else ''}</svg></td></tr>"
        )

    def _fold(self, row: ChartRow, title: str) -> str:
        """The <details> that says whether the rows inside are shown; the style sheet hides them."""
        name = self._inside.replace("\0", title)
        shown = " open" if row.opened else ""
        return f'<details class="k{row.fold}"{shown}><summary aria-label="{name}"></summary></details>'

    def _below(self, row: ChartRow, owner: str) -> str:
        if not (row.critical or row.agreed or row.after):
            return f"<small>{owner}</small>"
        critical = self._critical if row.critical else ""
        dates = [f"<i>{_text(each)}</i>" for each in (row.agreed, row.after) if each]
        return f"<small>{' · '.join([part for part in (owner, critical, *dates) if part])}</small>"


def _text(text: str) -> str:
    """A text as HTML: `escape` for what holds anything to escape, since most hold nothing."""
    return str(escape(text)) if _SPECIAL.search(text) else text


def _texts(texts: list[str]) -> list[str]:
    """Texts as HTML, looked through together."""
    return [str(escape(text)) for text in texts] if _SPECIAL.search("".join(texts)) else texts


def _drawn(marks: Sequence[Mark]) -> str:
    at = _PERCENT
    return "".join(
        [
            f'<rect class="{kind}" x="{at[x]}" width="{at[wide]}"/>' if wide else f'<rect class="{kind}" x="{at[x]}"/>'
            for kind, x, wide in marks
        ]
    )


@lru_cache(maxsize=4_096)  # of a thousand rows most are like another one
def _classes(state: str, level: int, inside: tuple[int, ...], *, critical: bool, phase: bool) -> str:
    kind = f"{state}{' crit' if critical else ''}{' phase' if phase else ''} l{level}"
    return f"{kind}{''.join([f' f{number}' for number in inside])}"


def _label(row: ChartRow) -> str:
    side = ' class="end"' if row.label_before else ""
    return f'<text{side} x="{_PERCENT[row.label_x]}" y="50%">{_text(row.label)}</text>'
