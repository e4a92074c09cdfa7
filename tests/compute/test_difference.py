"""What differs between two times: everything, once, and nothing where nothing does."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.difference import RecordDifference, record_differences
from tests.compute.sample_records import loaded

HEAD = {"acme/client.yml": "title: Acme\n", "acme/web/project.yml": "title: Web\n"}
STORY = (
    "A visitor who has forgotten the password asks for a new one by mail and gets a link that holds for one hour; "
    "whoever has no account gets the same answer."
)


def records(*requirements: dict[str, object], path: str = "a.yml", **others: str):
    """The records of one file of requirements, and of other files by name."""
    files = {f"acme/web/{name}.yml": text for name, text in others.items()}
    if requirements:
        files[f"acme/web/{path}"] = json.dumps({"requirements": requirements}, ensure_ascii=False)
    return loaded(HEAD | files).dossier("acme/web").records


def told(before, after) -> list[tuple[str, ...]]:
    """Kind, id and fields of each difference."""
    found = record_differences(before, after)
    return [(each.kind, each.record.id, *(f.field for f in each.fields)) for each in found]


def test_a_field_is_told_as_it_was_written_before_and_after():
    before = records({"id": "R-1", "title": "Search", "priority": "must"})
    after = records({"id": "R-1", "title": "Search", "priority": "could", "owner": "anna"})
    (found,) = record_differences(before, after)
    assert {(f.field, f.before, f.after) for f in found.fields} == {
        ("priority", "must", "could"),
        ("owner", "", "anna"),
    }


def test_what_came_and_what_went():
    before = records({"id": "R-1", "title": "Search"}, {"id": "R-2", "title": "Basket"})
    after = records({"id": "R-2", "title": "Basket"}, {"id": "R-3", "title": "Gift cards"})
    assert told(before, after) == [("added", "R-3", "title"), ("removed", "R-1", "title")]


def test_a_record_in_another_file_has_moved():
    before = records({"id": "R-1", "title": "Search"})
    after = records({"id": "R-1", "title": "Search"}, path="b/c.yml")
    (found,) = record_differences(before, after)
    assert (found.kind, found.moved_from, found.fields) == ("moved", "acme/web/a.yml", ())


def test_order_and_layout_are_no_difference():
    before = records(x="requirements:\n- {id: R-1, title: Search, tags: [a, b]}\n- {id: R-2, title: Basket}\n")
    after = records(
        x="requirements:\n# the basket\n- id: R-2\n  title: 'Basket'\n- {tags: [a, 'b'], id: R-1, title: Search}\n"
    )
    assert told(before, after) == []


def test_a_new_number_for_the_same_thing_is_a_rename():
    before = records({"id": "R-1", "title": "Search", "priority": "must"})
    after = records({"id": "SEARCH", "title": "Search", "priority": "must"})
    (found,) = record_differences(before, after)
    assert (found.kind, found.was, found.record.id, found.fields) == ("renamed", "R-1", "SEARCH", ())


def test_a_rename_is_known_by_the_title_and_by_a_long_text():
    before = records(
        {"id": "R-1", "title": "Search", "priority": "must"}, {"id": "R-2", "title": "Reset", "statement": STORY}
    )
    after = records(
        {"id": "S-1", "title": "Search", "priority": "could"},
        {"id": "S-2", "title": "Forgotten password", "statement": STORY.replace("one hour", "two hours")},
    )
    assert told(before, after) == [("renamed", "S-1", "priority"), ("renamed", "S-2", "title", "statement")]


def test_short_records_that_look_alike_are_not_taken_for_renamed():
    before = records(t="tasks:\n- {id: T-1, title: Write tests, duration: 3d, owner: anna}\n")
    after = records(t="tasks:\n- {id: T-2, title: Write docs, duration: 3d, owner: anna}\n")
    assert [kind for kind, *_ in told(before, after)] == ["added", "removed"]


def test_two_of_a_title_are_told_as_gone_and_new():
    """Which of them became which would be a guess."""
    before = records(
        {"id": "R-1", "title": "Search", "priority": "must"}, {"id": "R-2", "title": "Search", "priority": "could"}
    )
    after = records({"id": "R-3", "title": "Search"}, {"id": "R-4", "title": "Search", "tags": ["a"]})
    assert [kind for kind, *_ in told(before, after)] == ["added", "added", "removed", "removed"]


def test_another_type_under_the_same_number_is_gone_and_new():
    before = records(x="requirements:\n- {id: X-1, title: Search}\n")
    after = records(x="risks:\n- {id: X-1, title: Search}\n")
    assert told(before, after) == [("added", "X-1", "title"), ("removed", "X-1", "title")]


def test_a_task_that_moves_to_another_phase_has_changed():
    before = records(
        t="tasks:\n- {id: P-1, title: One, tasks: [{id: T-1, title: Do, duration: 1d}]}\n- {id: P-2, title: Two}\n"
    )
    after = records(
        t="tasks:\n- {id: P-1, title: One}\n- {id: P-2, title: Two, tasks: [{id: T-1, title: Do, duration: 1d}]}\n"
    )
    assert told(before, after) == [("changed", "T-1", "parent")]


# ---- properties

NAMES = st.sampled_from([f"R-{number}" for number in range(8)])
TITLES = st.sampled_from(["Search", "Basket", "搜索", STORY])
PLANS = st.dictionaries(
    NAMES,
    st.fixed_dictionaries(
        {"title": TITLES},
        optional={
            "priority": st.sampled_from(["must", "could"]),
            "tags": st.lists(st.sampled_from("abc"), unique=True),
        },
    ),
    max_size=6,
)
FILES = st.sampled_from(["a.yml", "b.yml"])


def written(found) -> dict[str, tuple[str, str, dict[str, object]]]:
    """Everything that is said of each record, by id."""
    return {r.id: (r.type_name, r.place.path, {n: t for n, t in r.written.items() if n != "id"}) for r in found}


def applied(before, differences: tuple[RecordDifference, ...]) -> dict[str, object]:
    """The old records with the differences made to them, from what each difference says and nothing else."""
    found = written(before)
    for each in differences:
        if each.before:
            found.pop(each.before.id)
    old = written(before)
    for each in differences:
        if each.after:
            kind, _, fields = old[each.before.id] if each.before else (each.after.type_name, "", {})
            fields = {**fields, **{f.field: f.after for f in each.fields}}
            path = each.after.place.path
            found[each.after.id] = (kind, path, {n: t for n, t in fields.items() if t not in ("", (), {})})
    return found


def of(plan, path):
    return records(*({"id": name, **fields} for name, fields in plan.items()), path=path)


@given(PLANS, FILES)
def test_nothing_differs_from_itself(plan, path):
    assert record_differences(of(plan, path), of(plan, path)) == ()


@given(PLANS, PLANS, FILES, FILES)
def test_the_differences_made_to_the_old_give_the_new(one, other, path, other_path):
    before, after = of(one, path), of(other, other_path)
    now = {i: (t, p, {n: v for n, v in f.items() if v not in ("", (), {})}) for i, (t, p, f) in written(after).items()}
    assert applied(before, record_differences(before, after)) == now


@given(PLANS, PLANS)
def test_each_record_is_told_once(one, other):
    found = record_differences(of(one, "a.yml"), of(other, "a.yml"))
    before, after = [d.before.id for d in found if d.before], [d.after.id for d in found if d.after]
    assert len(set(before)) == len(before)
    assert len(set(after)) == len(after)
