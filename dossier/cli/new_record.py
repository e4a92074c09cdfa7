"""`dossier new risk CLIENT/PROJECT` and its like: a new record in its list, or in a file of its own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.edits_alone import edits_alone
from dossier.cli.read_back import refuse_unreadable
from dossier.cli.said import title_said
from dossier.cli.workspace import CouldNotRun, dossier_named, workspace
from dossier.records import starter
from dossier.records.kinds import Reference
from dossier.records.patterns import Pattern
from dossier.records.values import is_id
from dossier.render.problems import visible
from dossier.text.append import with_record
from dossier.text.layout import CannotEdit
from dossier.text.write import write_file, write_new_files

if TYPE_CHECKING:
    from datetime import date

    from dossier.dossier import Dossier
    from dossier.records.declare import RecordType


def new_record(of_type: RecordType, word: str) -> click.Command:
    """The command that makes a record of this type; `word` is what the author called it."""

    @click.command(
        word.replace("_", "-"),
        help=f"{of_type.help}\n\nThe record is added to {of_type.key}.yml of the project.",
    )
    @click.argument("folder", metavar="CLIENT/PROJECT")
    @click.option("--title", default="", help="What people will recognise it by.")
    @click.option("--id", "identifier", default="", help="Its number; the next free one when left out.")
    @click.option("--markdown", is_flag=True, help="Write a Markdown file of its own instead.")
    @as_of_option
    @edits_alone()
    def command(folder: str, title: str, identifier: str, markdown: bool, as_of: date) -> None:
        place = workspace(Path.cwd())
        tree, portfolio, problems = place.read()
        dossier = dossier_named(portfolio, folder, problems)
        number = identifier or next_number(dossier, of_type, title)
        check_free(dossier, number)
        values = {"id": number, "title": title_said(title) or _untitled(of_type, dossier)}
        values |= _needed(of_type, dossier, as_of) | dict(of_type.presets.get(word, {}))
        if values.get("kind") == "milestone":
            values["duration"] = "0"
        path, text = with_new_record(place.content / dossier.folder, of_type, values, dossier, markdown=markdown)
        refuse_unreadable(tree, {path.relative_to(place.content).as_posix(): text}, problems)
        write(path, text)
        click.echo(visible(f"wrote {number} ({values['title']}) to {path.relative_to(place.root).as_posix()}"))
        click.echo("Next: fill it in, then run\n  dossier check")

    return command


def next_number(dossier: Dossier, of_type: RecordType, title: str = "") -> str:
    """The number after the highest of this type, in the form its records have; for people, their name."""
    numbered = [m for r in dossier.of(of_type.cls) if (m := re.fullmatch(r"(.*?)(\d{1,9})", r.id))]
    if not of_type.prefix and not numbered:
        return _name_as_id(title) or _free(dossier, f"{of_type.name}-", 1, 1)
    common = Counter(m[1] for m in numbered).most_common(1)
    start = common[0][0] if common else f"{of_type.prefix}-"
    # Every id of the project counts, since another type may use the same beginning.
    used = [m[1] for record in dossier.records if (m := re.fullmatch(rf"{re.escape(start)}(\d{{1,9}})", record.id))]
    width = min((len(digits) for digits in used), default=3)
    return _free(dossier, start, max((int(digits) for digits in used), default=0) + 1, width)


def _free(dossier: Dossier, start: str, number: int, width: int) -> str:
    taken = {record.id.casefold() for record in dossier.records}
    while f"{start}{number:0{width}}".casefold() in taken:
        number += 1
    return f"{start}{number:0{width}}"


def _name_as_id(title: str) -> str:
    return re.sub(r"[^\w]+", "-", title.casefold()).strip("-_")


def check_free(dossier: Dossier, number: str) -> None:
    """Raise CouldNotRun where the number cannot be one, or a record has it."""
    if not is_id(number):
        raise CouldNotRun(f"`{number}` cannot be a number: letters, digits, `-`, `_` and `.`, first a letter or digit")
    for record in dossier.records:
        if record.id.casefold() == number.casefold():
            raise CouldNotRun(f"{number} is there already: {record.title} in {record.place.path}")


def _untitled(of_type: RecordType, dossier: Dossier) -> str:
    return f"新{of_type.label.zh}" if dossier.language == "zh" else f"New {of_type.label.en.lower()}"


def _needed(of_type: RecordType, dossier: Dossier, day: date) -> dict[str, Any]:
    """Values for the fields without which the record would be a problem from the start."""
    values: dict[str, Any] = {}
    for name, f in of_type.fields.items():
        if f.required and isinstance(f.kind, Pattern) and f.kind.code == "DOS203":
            values[name] = day.isoformat()
        elif f.required and isinstance(f.kind, Reference):
            values[name] = _person(of_type, dossier)
    if of_type.name == "task":
        values["duration"] = "5d"
    if of_type.name == "sign_off":
        values["covers_where"] = "requirements where priority = must"
    return values


def _person(of_type: RecordType, dossier: Dossier) -> str:
    if not dossier.client.signers:
        where = f"content/{dossier.client.id}/client.yml"
        raise CouldNotRun(f"a {of_type.label.en.lower()} needs somebody to confirm it; name `signers` in {where}")
    return dossier.client.signers[0]


def with_new_record(
    target: Path, of_type: RecordType, values: dict[str, Any], dossier: Dossier, *, markdown: bool
) -> tuple[Path, str]:
    """The file that a new record belongs to in the project's folder `target`, and its text with the record in it.

    Raises CouldNotRun where a Markdown file of that name is there already, or the list cannot be added to.
    """
    if markdown:
        path = target / of_type.key / f"{values['id']}.md"
        if path.exists():
            raise _is_there(path)
        return path, starter.markdown(of_type, values, dossier.language)
    other = target / f"{of_type.key}.yaml"
    path = other if other.exists() else target / f"{of_type.key}.yml"

    def item(indent: int) -> str:
        return starter.list_item(of_type, values, dossier.language, indent)

    if not path.exists():
        return path, f"{of_type.key}:\n{item(0)}"
    try:
        text = path.read_bytes().decode("utf-8")
        return path, with_record(text, path.name, of_type.key, _plain_names(of_type), item)
    except (CannotEdit, UnicodeDecodeError) as error:
        raise CouldNotRun(f"{path.name} was left as it is: {error}") from error


def write(path: Path, text: str) -> None:
    """Replace or make the file, with its folder, in one step. Raises CouldNotRun where that fails."""
    try:
        if path.exists() and path.suffix != ".md":
            write_file(path, text)
        else:
            write_new_files({path: text})
    except FileExistsError as error:
        raise _is_there(path) from error
    except OSError as error:
        raise CouldNotRun(f"cannot write {path}: {error.strerror}") from error


def _is_there(path: Path) -> CouldNotRun:
    return CouldNotRun(f"{path.name} is there already in {path.parent.name}/; nothing was written")


def _plain_names(of_type: RecordType) -> list[str]:
    """The names of the list that add no values of their own, as `milestones:` would."""
    return [key for key in of_type.keys() if key not in of_type.presets]
