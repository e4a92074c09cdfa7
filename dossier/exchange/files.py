"""What reading another program's file gives: new record files, what could not be kept, and what was wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from msgspec import Struct

from dossier.problems.problem import Place, Problem, shortened

LARGEST_BYTES = 128_000_000
"""Of a file to import: some 25,000 tasks as Microsoft Project writes them; reading more would fill the memory."""


class NewFile(Struct, frozen=True):
    """A file to be made: its path within the project's folder, and its text."""

    path: str
    text: str


class Lost(Struct, frozen=True):
    """Something in the other program's file that no record can hold: what, how often, and one example."""

    what: str
    count: int
    example: str = ""


class Person(Struct, frozen=True):
    """Somebody whom imported records name; becomes a stakeholder where the project knows no such one yet."""

    id: str
    name: str


class ImportResult(Struct, frozen=True):
    """The files to be made in a project's folder, how many records they hold, and what was met on the way.

    A `project.yml` among the files is written only where the project is new; otherwise it is told as not
    written. `read_as` says how words of the other program were understood: "STATUS Completed: status
    implemented", how often.
    """

    files: tuple[NewFile, ...] = ()
    records: int = 0
    lost: tuple[Lost, ...] = ()
    problems: tuple[Problem, ...] = ()
    people: tuple[Person, ...] = ()
    read_as: tuple[Lost, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts of what was met, with the first example of each, in the order of first meeting."""

    counts: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, example: str = "") -> None:
        """Count one more of these."""
        self.counts[what] += 1
        self.examples.setdefault(what, shortened(example))

    def all(self) -> tuple[Lost, ...]:
        """Each with its count and first example."""
        return tuple(Lost(what, count, self.examples[what]) for what, count in self.counts.items())


def refused(code: str, message: str, hint: str = "", line: int = 1, column: int = 1) -> ImportResult:
    """The result of a file that cannot be read at all; the command fills in the file's name."""
    return ImportResult(problems=(Problem(code, Place("", line=line, column=column), message, hint),))
