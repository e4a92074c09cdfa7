"""Sign-offs: the form that is signed can be made by any program, and every change of what was signed is seen."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, digest, excluded_fields, standing
from dossier.records.declare import RECORD_TYPES, RecordType
from dossier.records.kinds import Choice, Kind, Listed, Part, Reference
from dossier.records.patterns import Pattern
from tests.compute.sample_records import LISTED_TYPES, as_yaml, loaded, sample

TODAY = date(2026, 6, 1)
CLIENT = (
    "title: Acme\nsigners: [anna]\npublish: [project, "
    + ", ".join(t.key for t in LISTED_TYPES)
    + "]\npeople: [{id: anna, title: Anna}]\n"
)
# Fields that are not part of what is signed wherever they stand.
NOT_SIGNED = {"visibility", "tags", "internal"}


def dossier_of(*texts: str, **files: str):
    """The client's projection of the records that these texts list."""
    named = {f"acme/web/{number}.yml": text for number, text in enumerate(texts)}
    found = {"acme/client.yml": CLIENT, "acme/web/project.yml": "title: Web", **named, **files}
    return published(loaded(found).dossier("acme/web"))


def form(*texts: str, ids: str = "", **files: str) -> str:
    """The canonical form of all records, or of some."""
    dossier = dossier_of(*texts, **files)
    wanted = ids.split() or [record.id for record in dossier.records if record.id != "anna"]
    return canonical(dossier, [dossier.by_id[each] for each in wanted])


# ---- the form: what RFC 8785 asks of JSON that holds only strings, lists and objects, written from the RFC

ESCAPES = {0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r", 0x22: '\\"', 0x5C: "\\\\"}


def jcs(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(ESCAPES.get(ord(c)) or (f"\\u{ord(c):04x}" if ord(c) < 0x20 else c) for c in value) + '"'
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    assert isinstance(value, dict)

    def units(key: str) -> list[int]:
        raw = key.encode("utf-16-be")
        return [raw[i] * 256 + raw[i + 1] for i in range(0, len(raw), 2)]

    return "{" + ",".join(f"{jcs(key)}:{jcs(value[key])}" for key in sorted(value, key=units)) + "}"


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=30))
def test_the_form_is_canonical_json_whatever_the_text(title: str):
    title = title.strip() or "x"
    risks = json.dumps({"risks": [{"id": "R-1", "title": "x", "cause": f"a{title}b", "trigger": "€\u20ac𠮷דּ"}]})
    try:
        made = form(risks)
    except AssertionError:  # a character that no file may hold
        return
    assert made == jcs(json.loads(made))


def test_keys_stand_in_the_order_of_utf_16_units_not_of_code_points():
    """U+20BB7 comes after U+F900 as a code point and before it in UTF-16 (D842 DFB7), by which RFC 8785 sorts."""
    made = form("risks:\n- {id: '\uf900', title: a}\n- {id: '\U00020bb7', title: b}\n- {id: Z, title: c}")
    assert made == jcs(json.loads(made))
    assert list(json.loads(made)["records"]) == ["Z", "\U00020bb7", "\uf900"]


def test_a_digest_computed_by_hand():
    """
    $ printf '%s' '{"excluded":["risk.exposure","risk.internal",…],…}' | sha256sum
    """
    records = (
        "risks:\n- {id: R-1, title: Late delivery, cause: 'Strike, \"again\"', status: open, tags: [x], internal: hush}"
    )
    made = form(records)
    head = ",".join(
        f'"risk.{name}"'
        for name in sorted(n for n, f in RECORD_TYPES["risk"].fields.items() if f.volatile or f.internal)
    )
    expected = (
        '{"excluded":[' + head + '],"form":"dossier-sign-off/1","project":"acme/web","records":{"R-1":'
        '{"cause":"Strike, \\"again\\"","record":"risk","title":"Late delivery"}}}'
    )
    assert made == expected
    assert digest(made) == "sha256:" + hashlib.sha256(expected.encode("utf-8")).hexdigest()


def test_a_known_digest():
    """
    $ printf '%s' '{"excluded":[],"form":"dossier-sign-off/1","project":"acme/web","records":{"REQ-1":{"record":"requirement","title":"搜索"}}}' | sha256sum
    """
    dossier = dossier_of("requirements: [{id: REQ-1, title: 搜索}]")
    assert digest(canonical(dossier, dossier.of(RECORD_TYPES["requirement"].cls), [])) == f"sha256:{KNOWN}"


KNOWN = "3a1c06fad010528e3916e1f1afb81feda8bacb688b83090614c4d9f5d213728a"


# ---- what is in it and what is not


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_every_field_counts_but_those_that_are_listed_as_excluded(of_type: RecordType):
    """Each field is changed on its own; the form changes exactly when the field is not in the list in the form."""
    before = {"id": "X-1", "title": "First", **sample(of_type.fields, lambda f: f"{f.name} one", lambda _: "anna")}
    before |= {"visibility": "client", "attachments": ["a.pdf"]}
    was = form(as_yaml(of_type, before), ids="X-1")
    excluded = json.loads(was)["excluded"]
    for field in of_type.fields.values():
        if field.name == "id":
            continue
        changed = before | {field.name: other(field.kind, before[field.name])}
        if field.name == "visibility":
            changed.pop("visibility")
        now = form(as_yaml(of_type, changed), ids="X-1")
        assert (now == was) == (f"{of_type.name}.{field.name}" in excluded), field.name


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_every_field_of_a_part_counts_but_those_that_are_listed(of_type: RecordType):
    before = {"id": "X-1", "title": "First", **sample(of_type.fields, lambda f: f"{f.name} one", lambda _: "anna")}
    was = form(as_yaml(of_type, before), ids="X-1")
    excluded = json.loads(was)["excluded"]
    for field in of_type.fields.values():
        part = field.kind.item if isinstance(field.kind, Listed) else field.kind
        if not isinstance(part, Part) or f"{of_type.name}.{field.name}" in excluded:
            continue
        value = before[field.name][0] if isinstance(before[field.name], list) else before[field.name]
        for inner in part.fields.values():
            new = value | {inner.name: other(inner.kind, value[inner.name])}
            changed = before | {field.name: [new] if isinstance(before[field.name], list) else new}
            now = form(as_yaml(of_type, changed), ids="X-1")
            assert (now == was) == (f"{of_type.name}.{field.name}.{inner.name}" in excluded), (field.name, inner.name)


def other(kind: Kind, value: object) -> object:
    """Something else that the field may hold."""
    if isinstance(kind, Listed):
        return [other(kind.item, value[0])]
    if isinstance(kind, Part):
        return {name: other(f.kind, value[name]) for name, f in kind.fields.items()}
    if isinstance(kind, Choice):
        return list(kind.choices)[1]
    if isinstance(kind, Reference):
        return "tom"
    if isinstance(kind, Pattern):
        others = {"DOS203": "2027-01-04", "DOS208": "tom FF+1d"}
        return others.get(kind.code) or next(
            text for text in ("no", "3%", "3d", "3", "7") if text != value and works(kind, text)
        )
    return f"{value} two"


def works(kind: Pattern, text: str) -> bool:
    try:
        kind.of_text(text)
    except ValueError:
        return False
    return True


def test_what_is_excluded_is_what_changes_as_work_goes_on_or_is_never_published():
    for of_type in LISTED_TYPES:
        names = {f.name for f in of_type.fields.values() if f.volatile or f.internal}
        dossier = dossier_of(as_yaml(of_type, {"id": "X-1", "title": "x", "visibility": "client", **required(of_type)}))
        top = {name.partition(".")[2] for name in excluded_fields([dossier.by_id["X-1"]]) if name.count(".") == 1}
        assert top == names >= NOT_SIGNED
    assert "requirement.acceptance_criteria.met" in excluded_fields(
        dossier_of("requirements: [{id: R-1, title: x}]").records
    )


def required(of_type: RecordType) -> dict[str, object]:
    wanted = {n: f for n, f in of_type.fields.items() if f.required and n not in {"id", "title"}}
    return sample(wanted, lambda _: "x", lambda _: "anna")


def test_no_field_can_be_taken_for_the_type_of_a_record():
    assert not [t.name for t in RECORD_TYPES.values() if "record" in t.fields]


# ---- ways of writing that make no difference

AS_YAML = """
requirements:
- id: REQ-1
  title: Search
  statement: |
    It finds.

    Everything.
  rationale: They search a lot.
  priority: must
  parents: REQ-2, REQ-3
  status: agreed
  acceptance_criteria:
  - {id: AC-1, text: In one second, met: yes}
  - AC-2: Chinese, too
- {id: REQ-2, title: a}
- {id: REQ-3, title: b}
"""
AS_CHINESE = """
需求:
- {编号: REQ-3, 标题: b}
- 验收标准: [{编号: AC-1, 标准: In one second, 已满足: 否}, {标准: "Chinese, too", 编号: AC-2}]
  优先级: must
  理由: They search a lot.
  上级需求: [REQ-2, REQ-3]
  标题: Search
  编号: REQ-1
  需求描述: "It finds.\\n\\nEverything."
- {编号: REQ-2, 标题: a}
"""
AS_MARKDOWN = """---
id: REQ-1
priority: must
parents: [REQ-2, REQ-3]
tags: [later]
internal: hush
---
# Search

It finds.

<!-- team -->
Do we?
<!-- /team -->

Everything.

## Rationale

They search a lot. <!-- team -->They said.<!-- /team -->

## Acceptance criteria

- AC-1: In one second
<!-- team -->
- AC-7: Not for the client
<!-- /team -->
- **AC-2:** Chinese, too
"""


def test_yaml_and_markdown_english_and_chinese_long_and_short_give_the_same_form():
    chinese = AS_CHINESE.replace("上级需求", RECORD_TYPES["requirement"].fields["parents"].label.zh)
    markdown = {
        "acme/web/requirements/REQ-1.md": AS_MARKDOWN,
        "acme/web/x.yml": "requirements: [{id: REQ-2, title: a}, {id: REQ-3, title: b}]",
    }
    assert form(AS_YAML) == form(chinese) == form(**markdown)


def test_team_text_visibility_and_comments_make_no_difference():
    plain = "risks: [{id: R-1, title: Late, cause: A strike}]"
    other = "# ours\nrisks: [{id: R-1, title: Late, cause: A strike <!-- team -->again<!-- /team -->, effect: <!-- team -->x<!-- /team -->, visibility: client, tags: [a]}]"
    assert form(plain) == form(other)


def test_the_order_of_files_and_records_makes_no_difference():
    one, two = "risks: [{id: R-1, title: a}]", "risks: [{id: R-2, title: b}]\nissues: [{id: I-1, title: c}]"
    assert form(one, two) == form(two, one) == form(one, two, ids="I-1 R-2 R-1")


def test_text_cannot_move_between_fields_unseen():
    assert form("risks: [{id: R-1, title: a, cause: b}]") != form("risks: [{id: R-1, title: a, effect: b}]")
    assert form('risks: [{id: R-1, title: \'a","cause":"b\'}]') != form("risks: [{id: R-1, title: a, cause: b}]")


# ---- how a sign-off stands

SCOPE = """
requirements:
- {id: REQ-1, title: Search, statement: It finds, priority: must}
- {id: REQ-2, title: Pay, statement: It takes cards, priority: must}
- {id: REQ-3, title: Wish, statement: Perhaps, priority: could}
"""
ASKED = {"id": "SO-1", "title": "Scope", "signer": "anna", "covers_where": "requirements where priority = must"}


def stands(scope: str, signed: str | None = None, **fields: str):
    """How the sign-off stands; `signed` is the scope as it was when it was signed."""
    path = "acme/web/SO-1.signed.json"
    files = {}
    if signed is not None:
        text = form(signed, ids="REQ-1 REQ-2")
        fields = {
            "decision": "confirmed",
            "decided_by": "anna",
            "decided_on": "2026-03-02",
            "digest": digest(text),
            **fields,
        }
        files = {path: text}
    records = json.dumps({"sign_offs": [{**ASKED, **fields}]})
    dossier = dossier_of(scope, **{"acme/web/signs.yml": records, **files})
    return standing(dossier, dossier.by_id["SO-1"], TODAY)


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "confirmed"),
        ({"decision": "conditions", "conditions": "soon"}, "conditions"),
        ({"decision": "rejected", "conditions": "no"}, "rejected"),
        ({"valid_until": "2026-05-31"}, "expired"),
        ({"valid_until": "2026-06-01"}, "confirmed"),
    ],
)
def test_a_given_sign_off(fields: dict[str, str], state: str):
    found = stands(SCOPE, SCOPE, **fields)
    assert (found.state, found.changes) == (state, ())
    assert [record.id for record in found.covered] == ["REQ-1", "REQ-2"]


@pytest.mark.parametrize(("due", "state"), [(None, "open"), ("2026-06-01", "open"), ("2026-05-31", "expired")])
def test_one_not_given(due: str | None, state: str):
    assert stands(SCOPE, **({"due": due} if due else {})).state == state


def changes(scope: str) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    found = stands(scope, SCOPE)
    assert found.state == "out_of_date"
    return [(c.id, c.kind, [(f.field, f.before, f.after) for f in c.fields]) for c in found.changes]


def test_a_changed_field_is_shown_with_both_wordings():
    assert changes(SCOPE.replace("It takes cards", "It takes cash")) == [
        ("REQ-2", "changed", [("statement", "It takes cards", "It takes cash")])
    ]


def test_a_field_that_was_added_or_taken_out_is_shown():
    assert changes(SCOPE.replace("statement: It finds", "rationale: Why")) == [
        ("REQ-1", "changed", [("rationale", "", "Why"), ("statement", "It finds", "")])
    ]


def test_a_record_that_came_under_the_query_is_added_and_one_that_left_it_removed():
    assert changes(SCOPE.replace("priority: could", "priority: must")) == [("REQ-3", "added", [])]
    assert changes(SCOPE.replace("It finds, priority: must", "It finds, priority: wont")) == [("REQ-1", "removed", [])]


def test_a_renamed_record_is_one_removed_and_one_added():
    assert changes(SCOPE.replace("id: REQ-2", "id: REQ-9")) == [("REQ-2", "removed", []), ("REQ-9", "added", [])]


def test_a_record_that_the_client_no_longer_sees_is_removed():
    assert changes(SCOPE.replace("cards, priority", "cards, visibility: team, priority")) == [("REQ-2", "removed", [])]


def test_a_changed_list_shows_each_line():
    more = SCOPE.replace("It finds,", "It finds, acceptance_criteria: [{AC-1: fast}, {AC-2: good}],")
    ((_, _, fields),) = changes(more)
    assert fields == [("acceptance_criteria", "", "AC-1 fast\nAC-2 good")]


def test_progress_never_breaks_a_signature():
    assert stands(SCOPE.replace("priority: must", "status: accepted, priority: must"), SCOPE).state == "confirmed"


def test_without_the_signed_text_it_is_out_of_date_and_nothing_is_said_to_be_new():
    dossier = dossier_of(
        SCOPE, json.dumps({"sign_offs": [{**ASKED, "decision": "confirmed", "digest": "sha256:0000"}]})
    )
    found = standing(dossier, dossier.by_id["SO-1"], TODAY)
    assert (found.state, found.changes) == ("out_of_date", ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "x",
        "[" * 100_000,
        '{"records": []}',
        '{"records": {"REQ-1": "x"}, "excluded": 5}',
        '{"excluded": ["requirement.statement"]}',
    ],
)
def test_a_text_that_is_not_the_signed_one_is_not_listened_to(text: str):
    signs = {**ASKED, "decision": "confirmed", "digest": digest(form(SCOPE, ids="REQ-1 REQ-2"))}
    files = {"acme/web/signs.yml": json.dumps({"sign_offs": [signs]}), "acme/web/SO-1.signed.json": text}
    changed = dossier_of(SCOPE.replace("It finds", "It hides"), **files)
    found = standing(changed, changed.by_id["SO-1"], TODAY)
    assert (found.state, found.changes) == ("out_of_date", ())


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"records": {"REQ-1": "x", "REQ-2": [1]}, "excluded": 5}', "[]", '{"records": 1}']
)
def test_a_signed_text_that_makes_no_sense_stops_nothing(text: str):
    signs = {**ASKED, "decision": "confirmed", "digest": digest(text)}
    dossier = dossier_of(
        SCOPE, **{"acme/web/signs.yml": json.dumps({"sign_offs": [signs]}), "acme/web/SO-1.signed.json": text}
    )
    assert standing(dossier, dossier.by_id["SO-1"], TODAY).state == "out_of_date"


def test_an_earlier_list_of_excluded_fields_stays_in_force():
    """A later version of the program may leave out more; what was signed with the shorter list is judged by it."""
    dossier = dossier_of(SCOPE.replace("title: Search", "title: Search, status: agreed"))
    records = [dossier.by_id["REQ-1"], dossier.by_id["REQ-2"]]
    shorter = canonical(dossier, records, [f for f in excluded_fields(records) if f != "requirement.status"])
    signs = {**ASKED, "decision": "confirmed", "digest": digest(shorter)}
    files = {"acme/web/signs.yml": json.dumps({"sign_offs": [signs]}), "acme/web/SO-1.signed.json": shorter}
    for status, state in (("agreed", "confirmed"), ("accepted", "out_of_date")):
        now = dossier_of(SCOPE.replace("title: Search", f"title: Search, status: {status}"), **files)
        assert standing(now, now.by_id["SO-1"], TODAY).state == state


def test_what_is_covered_by_number_and_by_query_counts_once_and_keeps_its_project():
    pilot = {"acme/pilot/project.yml": "title: Pilot", "acme/pilot/r.yml": "requirements: [{id: REQ-1, title: Other}]"}
    signs = json.dumps({"sign_offs": [{**ASKED, "covers": ["REQ-1", "pilot/REQ-1", "REQ-3", "nothing"]}]})
    dossier = dossier_of(SCOPE, **{**pilot, "acme/web/signs.yml": signs})
    records = covered(dossier, dossier.by_id["SO-1"])
    assert [record.title for record in records] == ["Search", "Other", "Wish", "Pay"]
    assert list(json.loads(canonical(dossier, records))["records"]) == ["REQ-1", "REQ-2", "REQ-3", "pilot/REQ-1"]


def test_a_query_that_nobody_understands_covers_nothing():
    dossier = dossier_of(SCOPE, json.dumps({"sign_offs": [{**ASKED, "covers_where": "requirements where ("}]}))
    assert covered(dossier, dossier.by_id["SO-1"]) == ()
