"""Who works on a task as it is written: `anna`, `anna 50%`."""

from __future__ import annotations

import re

from msgspec import Struct

from dossier.records.values import REFERENCE, Implausible

ASSIGNMENT = re.compile(rf"(?P<person>{REFERENCE.pattern})(?:\s+(?P<share>\d{{1,3}})\s*[%％])?")


class Assignment(Struct, frozen=True):
    """A person on a task. `share` is the percent of her working day that the task takes, None where nothing is said."""

    person: str
    share: int | None = None

    @property
    def target(self) -> str:
        """The id of the person, whom this refers to."""
        return self.person

    def __str__(self) -> str:
        return self.person if self.share is None else f"{self.person} {self.share}%"


def assignment(text: str) -> Assignment:
    """The assignment that a text writes. Raises ValueError where it is none, or asks for more than the whole day."""
    match = ASSIGNMENT.fullmatch(text.strip())
    if not match:
        raise ValueError(text)
    if match["share"] is None:
        return Assignment(match["person"])
    if int(match["share"]) > 100:
        raise Implausible("nobody can give more than 100 % of the day")
    return Assignment(match["person"], int(match["share"]))
