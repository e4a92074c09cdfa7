"""What records of every type have in common: they never change, and come back from a pickle as they were."""

from __future__ import annotations

import operator
import pickle
from pathlib import Path

import pytest

from dossier.load import load
from dossier.records.risk import Delay, Risk
from dossier.text.source import Source, read_tree
from dossier.text.values import replace

CONTENT = Path(__file__).parents[2] / "content"


def risk(**more):
    return Risk(id="R-1", title="Late", **more)


def same(one, other):
    """By both signs, of which a structure answers each by itself."""
    assert operator.eq(one, other) is not operator.ne(one, other)
    return one == other


@pytest.mark.parametrize("value", [risk(), Delay(task="T-1", by=None), Source("acme/web/r.yml", "risks: []")])
def test_what_was_read_cannot_be_changed(value):
    name = value.__struct_fields__[0]
    with pytest.raises(AttributeError):
        setattr(value, name, "other")


def test_the_same_record_is_the_same_however_it_was_written():
    """A list of one word or with commas, English keys or Chinese: who compares records compares what they say."""
    assert risk(written={"id": "R-1"}, keys={"id": "编号"}) == risk()
    assert same(risk(written={"id": "R-1"}), risk())
    assert hash(risk(written={"id": "R-1"})) == hash(risk())
    assert not same(risk(tags=("a",)), risk())
    assert len({risk(), risk(), risk(project="web")}) == 2


def test_another_record_made_of_one_is_of_the_same_type_and_lacks_nothing():
    was = risk(tags=("a",), delays=(Delay(task="T-1", by=None),), written={"id": "R-1"})
    now = replace(was, title="Later")
    assert (now.title, now.tags, now.delays, now.written) == ("Later", was.tags, was.delays, was.written)
    with pytest.raises(TypeError):
        replace(was, colour="red")


def test_every_record_of_the_examples_comes_back_from_a_pickle_as_it_was():
    portfolio, _ = load(read_tree(CONTENT))
    records = [each for dossier in portfolio.dossiers for each in (dossier.client, dossier.project, *dossier.records)]
    assert len(records) > 200
    for record in records:
        again = pickle.loads(pickle.dumps(record))
        assert again == record
        assert (again.written, again.keys, again.place) == (record.written, record.keys, record.place)


def test_what_records_share_is_shared_when_they_come_back():
    tags = ("risk", "plan")
    first, second = pickle.loads(pickle.dumps([risk(tags=tags), Risk(id="R-2", title="Early", tags=tags)]))
    assert first.tags is second.tags


def test_a_source_comes_back_with_what_is_known_of_it_which_is_no_part_of_it():
    source = Source("acme/web/r.yml", "risks: []")
    source.known["words"] = 1
    again = pickle.loads(pickle.dumps(source))
    assert same(again, source)
    assert same(again, Source("acme/web/r.yml", "risks: []"))
    assert not same(again, Source("acme/web/r.yml", "risks:"))
    assert again.known == {"words": 1}
