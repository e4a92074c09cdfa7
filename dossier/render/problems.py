"""Problems as text for a person, and in the formats that editors and code review read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from dossier.render.located import Located, count
from dossier.render.sarif import sarif

if TYPE_CHECKING:
    from rich.text import Text

_WIDEST = 160
"""Columns of a source line that are shown; a longer line is cut around the place."""
_COLOURS = {"error": "bold red", "warning": "bold yellow"}


def visible(text: str) -> str:
    r"""The text with every character that a terminal might act on, or nobody sees, written out as `\x1b`.

    The one escaping function for a terminal: control characters, line ends, and the marks that turn the
    direction of writing around.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def text(found: Sequence[Located], files: int) -> str:
    """The problems as a compiler shows them, and a summary line at the end; `files` is how many were read."""
    return "".join(words for words, _ in _told(found, files))


def coloured(found: Sequence[Located], files: int) -> Text:
    """The same with colours for a terminal."""
    from rich.text import Text  # noqa: PLC0415 - only a terminal needs it

    return Text.assemble(*_told(found, files))


def summary(found: Sequence[Located], files: int) -> str:
    """For example: 2 errors, 3 warnings in 41 files."""
    parts = [_counted(count(found, "error"), "error"), _counted(count(found, "warning"), "warning")]
    return f"{', '.join(parts)} in {_counted(files, 'file')}"


def as_json(found: Sequence[Located], _files: int) -> str:
    """A list of problems, each with code, severity, file, line, column, end_column, message, hint and title.

    Lines and columns are counted from 1 in characters; `end_column` is the column after the last one.
    """
    keys = ("code", "severity", "file", "line", "column", "end_column", "message", "hint", "title")
    return _json([{key: getattr(problem, key) for key in keys} for problem in found])


def github(found: Sequence[Located], _files: int) -> str:
    """Workflow commands, from which GitHub makes annotations in a pull request.

    Escaped as GitHub's runner reads them: `%`, CR and LF in the message, and `:` and `,` in a property as
    well.
    """
    lines = []
    for problem in found:
        properties = {
            "file": problem.file,
            "line": problem.line,
            "endLine": problem.line,
            "col": problem.column,
            "endColumn": problem.end_column,
            "title": f"{problem.code} {problem.title}",
        }
        written = ",".join(f"{key}={_for_github(str(value), property_too=True)}" for key, value in properties.items())
        message = problem.message + (f"\n{problem.hint}" if problem.hint else "")
        lines.append(f"::{problem.severity} {written}::{_for_github(message)}\n")
    return "".join(lines)


def gitlab(found: Sequence[Located], _files: int) -> str:
    """GitLab's Code Quality report; a fingerprint stays the same when lines are added above the problem."""
    seen: dict[str, int] = {}
    entries: list[dict[str, Any]] = []
    for problem in found:
        same = f"{problem.code}\0{problem.file}\0{problem.message}"
        seen[same] = seen.get(same, 0) + 1
        entries.append(
            {
                "description": problem.message + (f" ({problem.hint})" if problem.hint else ""),
                "check_name": problem.code,
                "fingerprint": sha256(f"{same}\0{seen[same]}".encode()).hexdigest(),
                "severity": "major" if problem.severity == "error" else "minor",
                "location": {"path": problem.file, "lines": {"begin": problem.line}},
            }
        )
    return _json(entries)


FORMATS: dict[str, Callable[[Sequence[Located], int], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "gitlab": gitlab,
    "sarif": lambda found, _files: _json(sarif(found)),
    "junit": lambda found, _files: _junit(found),
}
"""Each format by its name in `--format`: a function of the problems and the number of files read."""


def _junit(found: Sequence[Located]) -> str:
    from dossier.render.junit import junit  # noqa: PLC0415 - it brings lxml along

    return junit(found)


def _told(found: Sequence[Located], files: int) -> Iterator[tuple[str, str]]:
    """Words and the style in which a terminal shows them."""
    for problem in found:
        yield from _of_one(problem)
    yield summary(found, files) + "\n", "bold"


def _of_one(problem: Located) -> Iterator[tuple[str, str]]:
    """One problem: what it is, where, the line with a caret under it, and what to do."""
    gutter = " " * len(str(problem.line))
    yield f"{problem.severity}[{problem.code}]", _COLOURS[problem.severity]
    yield f": {visible(problem.message)}\n", "bold"
    yield f"{gutter}--> ", "blue"
    yield f"{visible(problem.file)}:{problem.line}:{problem.column}\n", ""
    if problem.text.strip():
        shown, before, width = _snippet(problem)
        yield f"{gutter} |\n{problem.line} | ", "blue"
        yield f"{shown}\n", ""
        yield f"{gutter} | ", "blue"
        yield " " * before, ""
        yield "^" * width + "\n", _COLOURS[problem.severity]
    if problem.hint:
        yield f"{gutter} = ", "blue"
        yield f"hint: {visible(problem.hint)}\n", ""
    yield "\n", ""


def _snippet(problem: Located) -> tuple[str, int, int]:
    """The line as shown, and the cells before and at the place; a Chinese character takes two."""
    from rich.cells import cell_len  # noqa: PLC0415 - most runs find nothing

    start, end = problem.column - 1, problem.end_column - 1
    first = max(0, start - _WIDEST // 2) if end > _WIDEST else 0
    line = problem.text[first : first + _WIDEST].rstrip()
    lead = "…" if first else ""
    cut = "…" if len(problem.text.rstrip()) > first + _WIDEST else ""
    before = lead + _flat(line[: start - first])
    place = _flat(line[start - first : end - first])
    return lead + _flat(line) + cut, cell_len(before), max(1, cell_len(place))


def _flat(line: str) -> str:
    return visible(line.replace("\t", " "))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _for_github(text: str, *, property_too: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_too else text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
