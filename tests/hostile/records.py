"""A content folder in which every field of every record type carries every hostile text; new types come by themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dossier.problems.problem import Problem
from dossier.problems.rules import severity
from dossier.records import all_types  # noqa: F401 - importing it declares every record type
from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Choice, Listed, Part, Reference, Text
from dossier.records.patterns import Pattern
from dossier.text.team_text import public_text

TEXTS: list[str] = json.loads(Path(__file__).with_name("texts.json").read_text("utf-8"))
AT_ONCE = 24
"""Texts in one field; so two records of each type carry all of them in each of their fields."""
GROUPS = -(-len(TEXTS) // AT_ONCE)
LONG = "W" * 100_000
LONG_ONES = ("requirement", "task", "action", "stakeholder")
"""Types with a record of such a name: one shown in lists, in diagrams, as a sentence."""
NOT_SHOWN = frozenset({("Question", "id")})
"""Fields of parts that no reader needs to see: answers name their question by it."""
SETTINGS = ("client", "project")
FILE_NAMES = (
    "a<img src=x onerror=window.__ran=1>.txt",
    'b"onmouseover="window.__ran=1.txt',
    "javascript:window.__ran=1.txt",
    "{{ 7*7 }}{% x %}.txt",
    "c#d?e%20f&g;h.txt",
    "=cmd|'x'!A0.csv",
    "\u202etxt.exe.txt",
    "مرحبا 👩‍💻.txt",
)

Value = Any


def hostile(number: int, turn: int) -> str:
    """The texts of one group on one line, begun with another one for each field."""
    group = TEXTS[number * AT_ONCE : (number + 1) * AT_ONCE]
    turn %= len(group)
    return " ¦ ".join([*group[turn:], *group[:turn]])


def hostile_prose(number: int, turn: int) -> str:
    """The same as paragraphs and items of Markdown, each text between two words by which it is found again."""
    group = hostile(number, turn).split(" ¦ ")
    return "\n\n".join(
        f"{'- ' if n % 2 else ''}b{TEXTS.index(text)}b {text} e{TEXTS.index(text)}e" for n, text in enumerate(group)
    )


def record_id(of_type: RecordType, number: int) -> str:
    """The number of a record; the first of each type begins with an Arabic letter."""
    return f"{'ع' if number == 0 else ''}{of_type.prefix or of_type.name.upper()}-{number + 1}"


def record_values(of_type: RecordType, number: int) -> dict[str, Value]:
    """One record of a type with a value in every field that a text of ours can stand in, and its references."""
    values = {f.name: _value(f, f.kind, number, turn) for turn, f in enumerate(of_type.fields.values())}
    values["id"] = record_id(of_type, number)
    values["visibility"] = "client"
    values["attachments"] = list(FILE_NAMES) if number == 0 and of_type.name == "requirement" else []
    for name in ("parent", "parents"):  # a task that is its own phase would be a circle
        values.pop(name, None)
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def _value(field: Field, kind: Any, number: int, turn: int) -> Value:
    if isinstance(kind, Listed):
        item = _value(field, kind.item, number, turn)
        return [] if item is None else [item]
    if isinstance(kind, Part):
        values = {f.name: _value(f, f.kind, number, turn + n) for n, f in enumerate(kind.fields.values())}
        return {name: value for name, value in values.items() if value is not None and name != "visibility"}
    if isinstance(kind, Choice):
        return list(kind.choices)[number % len(kind.choices)]
    if isinstance(kind, Reference):
        wanted = [name for name in RECORD_TYPES if name in kind.to or not kind.to]
        named = next((name for name in wanted if name not in {*SETTINGS, "stakeholder"}), None)
        return "anna" if named is None else record_id(RECORD_TYPES[named], (number + 1) % GROUPS)
    if isinstance(kind, Pattern):
        return kind.example.split(",")[0].split(" ")[0] if kind.holds or kind.code == "DOS203" else None
    assert isinstance(kind, Text)
    return hostile_prose(number, turn) if kind.prose else hostile(number, turn)


def content_files() -> dict[str, dict[str, Value]]:
    """The files of the folder as values: two projects of one client, with everything published."""
    people = RECORD_TYPES["stakeholder"]
    listed = [of_type for name, of_type in RECORD_TYPES.items() if name not in {*SETTINGS, "stakeholder"}]
    client = record_values(RECORD_TYPES["client"], 0) | {
        "language": "en",
        "publish": [*(of_type.key for of_type in listed), "project", "stakeholders"],
        "signers": ["anna"],
        "people": [
            record_values(people, 0) | {"id": "anna", "side": "client"},
            *(record_values(people, number) for number in range(1, GROUPS)),
        ],
    }
    del client["id"]
    project = record_values(RECORD_TYPES["project"], 1) | {"owner": "anna", "currency": "EUR"}
    del project["id"]
    files: dict[str, dict[str, Value]] = {"acme/client.yml": client, "acme/web/project.yml": project}
    for of_type in listed:
        records = [record_values(of_type, number) for number in range(GROUPS)]
        files[f"acme/web/{of_type.key}.yml"] = {of_type.key: records}
        if of_type.name not in LONG_ONES:
            continue
        required = {name: value for name, value in records[0].items() if of_type.fields[name].required}
        records.append({**required, "id": f"{of_type.prefix}-LONG", "title": LONG, "visibility": "client"})
    return files


def written(files: dict[str, dict[str, Value]]) -> dict[str, bytes]:
    """The files as YAML, which JSON is a part of."""
    return {path: json.dumps(values, ensure_ascii=False).encode() for path, values in files.items()}


def without_errors(files: dict[str, dict[str, Value]], problems: list[Problem]) -> Iterator[Problem]:
    """Takes out of the values what the reader refused, and gives each such problem."""
    # From the end, so that taking an item out of a list does not move those that are still to go.
    for problem in sorted(problems, key=lambda each: [str(step).zfill(4) for step in each.place.steps], reverse=True):
        if severity(problem) == "error":
            yield problem
            _take_out(files[problem.place.path], problem.place.steps)


def _take_out(value: Any, steps: tuple[Any, ...]) -> None:
    """Delete the value at the steps, or the nearest one around it that is there."""
    for number, step in enumerate(steps):
        there = step in value if isinstance(value, dict) else isinstance(value, list) and step < len(value)
        if not there:
            return
        if number == len(steps) - 1:
            del value[step]
        else:
            value = value[step]


def texts_of(of_type: RecordType, values: dict[str, Value], *, team: bool) -> Iterator[str]:
    """Every text that a record carries in fields that an audience sees; tags are the team's own."""
    for name, value in values.items():
        field = of_type.fields.get(name)
        if field is not None and (team or not (field.internal or name == "tags")):
            yield from _texts(field.kind, value, team=team)


def _texts(kind: Any, value: Value, *, team: bool) -> Iterator[str]:
    if isinstance(kind, Listed):
        for item in value:
            yield from _texts(kind.item, item, team=team)
    elif isinstance(kind, Part) and isinstance(value, dict):
        needed = [text for name, text in value.items() if kind.fields[name].required and isinstance(text, str)]
        if team or all(map(public_text, needed)):  # a part whose number is the team's own is not there for a client
            for name, inner in value.items():
                if (kind.cls.__name__, name) not in NOT_SHOWN:
                    yield from _texts(kind.fields[name].kind, inner, team=team)
    elif isinstance(kind, Text) and isinstance(value, str):
        yield value
