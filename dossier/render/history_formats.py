"""The change log as plain text, as Markdown and as JSON, for a terminal, a message and other programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dossier.compute.difference import plain
from dossier.compute.history import by_day
from dossier.render.plain_text import escape
from dossier.render.problems import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from dossier.compute.history import Change, Entry, History

_MOST_LETTERS = 200


def history_text(logs: Mapping[str, History]) -> str:
    """The log for a terminal: by project, day and commit; long values are cut."""
    return _lines(logs, _as_text, visible)


def history_markdown(logs: Mapping[str, History]) -> str:
    """The log as Markdown, every text of a record escaped."""
    return _lines(logs, _as_markdown, lambda text: escape(" ".join(text.split())))


def history_json(logs: Mapping[str, History]) -> str:
    """The log with all its fields whole. Times are ISO 8601 in the zone of who committed."""
    return json.dumps({name: _told(history) for name, history in logs.items()}, ensure_ascii=False, indent=2) + "\n"


Wording = tuple[str, str, str, str]
"""What stands before a project, a day, a change, and a field."""
_as_text: Wording = ("", "  ", "    ", "        ")
_as_markdown: Wording = ("# ", "## ", "- ", "    - ")


def _lines(logs: Mapping[str, History], before: Wording, safe: Callable[[str], str]) -> str:
    return "".join(f"{line}\n" for name, history in logs.items() for line in _project(name, history, before, safe))


def _project(name: str, history: History, before: Wording, safe: Callable[[str], str]) -> Iterator[str]:
    project, of_day, of_change, of_field = before
    yield f"{project}{safe(name)}"
    yield from _notes(history, safe)
    for day, entries in by_day(history.entries):
        yield f"{of_day}{day.isoformat()}"
        for entry in entries:
            for change in entry.changes:
                yield f"{of_change}{safe(_what(change))}  ({safe(f'{entry.author}, {entry.commit[:7]}')})"
                if change.kind not in {"added", "removed"}:
                    for each in change.fields:
                        values = f"{_short(plain(each.before))} → {_short(plain(each.after))}"
                        yield f"{of_field}{safe(f'{each.field}: {values}')}"
            for path in entry.unreadable:
                yield f"{of_change}{safe(f'{path} cannot be read in this state')}  ({entry.commit[:7]})"


def _notes(history: History, safe: Callable[[str], str]) -> Iterator[str]:
    if history.begins:
        begins = history.begins.isoformat()
        yield f"This clone is shallow and knows nothing before {begins}; `git fetch --unshallow` fetches the rest."
    if history.uncommitted:
        yield "Files that are not committed are newer than this log."
    if not history.entries:
        yield safe("Nothing has changed.")


def _what(change: Change) -> str:
    marks = [f"was {change.was}"] if change.was else []
    marks += [f"from {change.moved_from}"] if change.moved_from else []
    marks += [f"by {', '.join(change.requests)}"] if change.requests else []
    signed = ", ".join(change.unapproved)
    marks += [f"signed in {signed}, no change request was approved"] if signed else []
    return f"{change.id} {change.title}: {change.kind}{''.join(f'; {mark}' for mark in marks)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MOST_LETTERS else f"{line[:_MOST_LETTERS]}…"


def _told(history: History) -> dict[str, Any]:
    return {
        "begins": history.begins.isoformat() if history.begins else None,
        "uncommitted": history.uncommitted,
        "entries": [_entry(entry) for entry in history.entries],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "commit": entry.commit,
        "when": entry.when.isoformat(),
        "author": entry.author,
        "email": entry.email,
        "subject": entry.subject,
        "changes": [_change(change) for change in entry.changes],
        "unreadable": list(entry.unreadable),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "type": change.type_name,
        "id": change.id,
        "title": change.title,
        "was": change.was,
        "moved_from": change.moved_from,
        "requests": list(change.requests),
        "unapproved": list(change.unapproved),
        "fields": [{"field": f.field, "before": f.before, "after": f.after} for f in change.fields],
    }
