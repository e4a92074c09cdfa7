"""Values like others but for some fields."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from msgspec import Struct

from dossier.text.values import replace


class Point(Struct, frozen=True):
    x: int
    y: int = 0


@dataclass(frozen=True)
class Remembering:
    x: int
    known: dict[str, int] = field(init=False, default_factory=dict, compare=False)


def test_the_value_itself_stays_as_it_is():
    point = Point(1, 2)
    assert (replace(point, x=3), point) == (Point(3, 2), Point(1, 2))


def test_what_a_dataclass_remembers_is_not_taken_over():
    first = Remembering(1)
    first.known["double"] = 2
    second = replace(first, x=5)
    assert (second, second.known, first.known) == (Remembering(5), {}, {"double": 2})


@pytest.mark.parametrize("value", [Point(1), Remembering(1)])
def test_a_field_that_is_not_there_is_refused(value: Point | Remembering):
    with pytest.raises(TypeError, match="z"):
        replace(value, z=1)
