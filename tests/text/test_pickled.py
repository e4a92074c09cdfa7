"""A frozen value comes back from a pickle as it was, and as frozen."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field

import pytest

from dossier.text.pickled import pickled_quickly
from dossier.text.source import Source


@pickled_quickly(without={"known_now"})
@dataclass(frozen=True, slots=True)
class Note:
    text: str
    tags: tuple[str, ...] = ()
    known_now: dict[str, int] = field(init=False, default_factory=dict, compare=False)


def again(value):
    return pickle.loads(pickle.dumps(value))


def test_a_value_comes_back_equal_and_frozen():
    note = again(Note("late", ("risk",)))
    assert note == Note("late", ("risk",))
    with pytest.raises(FrozenInstanceError):
        note.text = "early"


def test_a_field_left_out_begins_anew_and_is_nobody_elses():
    note = Note("late")
    note.known_now["letters"] = 4
    first, second = again([note, Note("early")])
    assert first.known_now == second.known_now == {}
    assert first.known_now is not second.known_now
    assert note.known_now == {"letters": 4}


def test_what_two_values_share_is_shared_when_they_come_back():
    tags = ("risk", "plan")
    first, second = again([Note("late", tags), Note("early", tags)])
    assert first.tags is second.tags


def test_a_copy_is_made_the_same_way():
    assert copy.copy(Note("late")) == Note("late")
    source = Source("acme/web/r.yml", "risks: []")
    source.known["words"] = 1
    assert again(source) == source
    assert again(source).known == {"words": 1}
