"""What is worked out from a record is worked out once, and not again after the record was read from a cache."""

from __future__ import annotations

import pickle

from dossier.records.once import once_in_memory, once_per_record
from dossier.records.risk import Risk
from dossier.text.values import replace

ASKED: list[str] = []


@once_per_record
def shout(risk: Risk) -> str:
    ASKED.append(risk.id)
    return risk.title.upper()


@once_in_memory
def whisper(risk: Risk) -> str:
    ASKED.append(risk.id)
    return risk.title.lower()


def test_an_answer_is_worked_out_once_and_goes_along_with_the_pickled_record():
    ASKED.clear()
    risk = Risk(id="R-1", title="Late")
    assert [shout(risk), shout(risk)] == ["LATE", "LATE"]
    assert shout(pickle.loads(pickle.dumps(risk))) == "LATE"
    assert ASKED == ["R-1"]


def test_an_answer_kept_in_memory_does_not_go_along():
    ASKED.clear()
    risk = Risk(id="R-1", title="Late")
    assert [whisper(risk), whisper(risk), whisper(pickle.loads(pickle.dumps(risk)))] == ["late"] * 3
    assert ASKED == ["R-1", "R-1"]


def test_another_record_made_from_it_has_answers_of_its_own():
    risk = Risk(id="R-1", title="Late")
    assert shout(risk) == "LATE"
    assert shout(replace(risk, title="Later")) == "LATER"


def test_answers_are_no_part_of_a_record():
    asked, fresh = Risk(id="R-1", title="Late"), Risk(id="R-1", title="Late")
    shout(asked)
    assert asked == fresh
    assert repr(asked) == repr(fresh)
