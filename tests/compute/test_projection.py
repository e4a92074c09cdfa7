"""What a client may see of a dossier: nothing that is the team's survives, whatever the type and the place."""

from __future__ import annotations

import json

import pytest

from dossier.compute.projection import projected, published
from dossier.records.declare import RECORD_TYPES, RecordType
from dossier.text.team_text import public_text
from tests.compute.sample_records import LISTED_TYPES, as_yaml, loaded, sample

SECRET = "HUSHHUSH"
HIDDEN = f"{SECRET}-1"
BLOCK = f"<!-- team -->{SECRET}<!-- /team -->"
EVERY_TYPE = [t.key for t in LISTED_TYPES]
CLIENT = {"title": "Acme", "signers": ["anna"], "publish": ["project", *EVERY_TYPE]}
ANNA = {"id": "anna", "title": "Anna"}


def with_secrets(of_type: RecordType, number: str = "1", **more: object) -> dict[str, object]:
    """A record that the client may see, with something of the team's in every field that can hold it."""

    def text(field):
        return SECRET if field.internal else f"seen {BLOCK}"

    return {"id": f"X-{number}", "title": f"Seen {BLOCK}", **sample(of_type.fields, text, lambda _: HIDDEN), **more}


def hidden_record(of_type: RecordType) -> dict[str, object]:
    return {
        "id": HIDDEN,
        "visibility": "team",
        "title": SECRET,
        **sample(of_type.fields, lambda _: SECRET, lambda _: "anna"),
    }


def files(**more: str) -> dict[str, str]:
    """The client acme with the projects web and pilot."""
    return {
        "acme/client.yml": json.dumps({**CLIENT, "people": [ANNA]}),
        "acme/web/project.yml": "title: Web",
        "acme/pilot/project.yml": "title: Pilot",
        **{path.replace("__", "/").replace("_yml", ".yml"): text for path, text in more.items()},
    }


def seen(files: dict[str, str], others: tuple[str, ...] = ()) -> str:
    """Everything that is in the client's portfolio, down to the last text."""
    return repr(projected(loaded(files, others), "client"))


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_nothing_of_the_team_is_left_in_a_published_record(of_type: RecordType):
    hidden = as_yaml(RECORD_TYPES["risk"], hidden_record(RECORD_TYPES["risk"]))
    found = seen(files(acme__web__x_yml=as_yaml(of_type, with_secrets(of_type)), acme__web__hidden_yml=hidden))
    assert SECRET not in found
    assert "id='X-1'" in found
    assert "title='Seen'" in found


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_every_field_for_the_team_is_empty_amounts_days_and_choices_too(of_type: RecordType):
    """No text gives these away in a site that is searched: only here is it seen that they are gone."""
    internal = {name: field for name, field in of_type.fields.items() if field.internal}
    whole = loaded(files(acme__web__x_yml=as_yaml(of_type, with_secrets(of_type)), acme__web__y_yml=hidden_ones()))
    there, record = (each.dossier("acme/web").by_id["X-1"] for each in (whole, projected(whole, "client")))
    assert [name for name in internal if getattr(there, name) == internal[name].default] == []
    assert {name: getattr(record, name) for name in internal} == {n: f.default for n, f in internal.items()}
    assert not internal.keys() & record.written.keys()


def hidden_ones() -> str:
    return as_yaml(RECORD_TYPES["risk"], hidden_record(RECORD_TYPES["risk"]))


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_a_record_of_the_team_is_gone_whatever_its_type_and_wherever_it_lies(of_type: RecordType):
    there = as_yaml(of_type, hidden_record(of_type))
    found = seen(files(acme__web__x_yml=there, acme__pilot__x_yml=there))
    assert SECRET not in found


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_a_record_of_another_project_carries_nothing_of_the_team_here(of_type: RecordType):
    hidden = as_yaml(RECORD_TYPES["risk"], hidden_record(RECORD_TYPES["risk"]))
    found = files(acme__pilot__x_yml=as_yaml(of_type, with_secrets(of_type)), acme__pilot__hidden_yml=hidden)
    dossier = published(loaded(found).dossier("acme/web"))
    assert "pilot/X-1" in dossier.elsewhere
    assert SECRET not in repr(dossier)


@pytest.mark.parametrize("of_type", LISTED_TYPES, ids=lambda each: each.name)
def test_the_sample_really_holds_secrets(of_type: RecordType):
    """Without this, a sample that plants nothing would let every test above pass."""
    record = loaded(files(acme__web__x_yml=as_yaml(of_type, with_secrets(of_type)))).dossier("acme/web").by_id["X-1"]
    assert all(
        SECRET in repr(getattr(record, name)) for name in of_type.fields if name in {"title", "internal", of_type.body}
    )


def test_types_that_are_not_published_are_gone_unless_a_record_says_otherwise():
    risks = as_yaml(
        RECORD_TYPES["risk"], {"id": "R-1", "title": SECRET}, {"id": "R-2", "title": "Seen", "visibility": "client"}
    )
    found = seen({**files(acme__web__x_yml=risks), "acme/client.yml": "title: Acme\npublish: [project]"})
    assert SECRET not in found
    assert "Seen" in found


@pytest.mark.parametrize(
    "written", ["'REQ-1, HUSHHUSH-1'", "[REQ-1, HUSHHUSH-1]", "[REQ-1, web/HUSHHUSH-1]", "[REQ-1, pilot/HUSHHUSH-2]"]
)
def test_references_to_what_is_gone_are_gone_however_they_are_written(written: str):
    records = f"""
requirements:
- {{id: REQ-1, title: Search, parents: {written}}}
- {{id: HUSHHUSH-1, title: HUSHHUSH, visibility: team}}
tasks:
- {{id: T-1, title: Dig, after: [T-2 SS+2d, HUSHHUSH-3, HUSHHUSH-3 FF-1d]}}
- {{id: T-2, title: Dig, after: "T-3, HUSHHUSH-3 SS+2d"}}
- {{id: T-3, title: Dig}}
- {{id: HUSHHUSH-3, title: HUSHHUSH, visibility: team, tasks: [{{id: T-4, title: Inside}}]}}
"""
    pilot = "requirements: [{id: HUSHHUSH-2, title: HUSHHUSH, visibility: team}]"
    portfolio = projected(loaded(files(acme__web__x_yml=records, acme__pilot__x_yml=pilot)), "client")
    assert SECRET not in repr(portfolio)
    dossier = portfolio.dossier("acme/web")
    assert dossier.by_id["REQ-1"].parents == ("REQ-1",)
    assert [str(link) for link in dossier.by_id["T-1"].after] == ["T-2 SS+2d"]
    assert [str(link) for link in dossier.by_id["T-2"].after] == ["T-3"]
    assert dossier.by_id["T-2"].written["after"] == ("T-3",)
    assert dossier.by_id["T-4"].parent == ""


def test_a_number_of_another_project_is_not_taken_for_a_hidden_one_here():
    """R-1 is the team's in pilot and the client's in web; each project means its own."""
    here = "risks: [{id: R-1, title: Ours}]\nissues: [{id: I-1, title: Late, from_risk: R-1}]"
    there = "risks: [{id: R-1, title: HUSHHUSH, visibility: team}]\nissues: [{id: I-1, title: Late, from_risk: R-1}]"
    field = next(name for name, f in RECORD_TYPES["issue"].fields.items() if getattr(f.kind, "to", ()) == ("risk",))
    found = files(
        acme__web__x_yml=here.replace("from_risk", field), acme__pilot__x_yml=there.replace("from_risk", field)
    )
    dossier = published(loaded(found).dossier("acme/web"))
    assert getattr(dossier.by_id["I-1"], field) == "R-1"
    assert getattr(dossier.elsewhere["pilot/I-1"], field) == ""


def test_a_text_that_happens_to_be_the_number_of_a_hidden_record_stays():
    records = "people:\n- {id: tom, title: Tom, visibility: team}\nrisks:\n- {id: R-1, title: tom, cause: tom}"
    risk = published(loaded(files(acme__web__x_yml=records)).dossier("acme/web")).by_id["R-1"]
    assert (risk.title, risk.cause) == ("tom", "tom")


def test_people_of_the_client_file_are_seen_only_when_published():
    people = [{**ANNA, "internal": SECRET, "influence": "high"}, {"id": "tom", "title": SECRET, "visibility": "team"}]
    found = {**files(), "acme/client.yml": json.dumps({**CLIENT, "signers": ["anna", "tom"], "people": people})}
    portfolio = projected(loaded(found), "client")
    assert SECRET not in repr(portfolio)
    assert "high" not in repr(portfolio)
    assert portfolio.client("acme").signers == ("anna",)


def test_client_and_project_files_lose_their_team_text():
    client = sample(RECORD_TYPES["client"].fields, lambda f: SECRET if f.internal else f"seen {BLOCK}", lambda _: "tom")
    tom = {"id": "tom", "title": SECRET, "visibility": "team"}
    project = sample(
        RECORD_TYPES["project"].fields, lambda f: SECRET if f.internal else f"seen {BLOCK}", lambda _: "tom"
    )
    found = files()
    found["acme/client.yml"] = json.dumps({**CLIENT, **client, "people": [tom]})
    found["acme/web/project.yml"] = found["acme/pilot/project.yml"] = json.dumps({"title": f"Seen {BLOCK}", **project})
    assert SECRET not in seen(found)
    assert "tom" not in seen(found)


def test_of_a_project_whose_type_is_not_published_only_the_name_is_left():
    found = {
        **files(),
        "acme/client.yml": "title: Acme\npublish: [tasks]",
        "acme/web/project.yml": "title: Web\nbudget: 90,000\ndescription: HUSHHUSH",
    }
    project = projected(loaded(found), "client").dossier("acme/web").project
    assert (project.title, project.budget, project.description) == ("Web", None, "")
    assert SECRET not in repr(project)


def test_a_baseline_tells_the_budget_only_of_a_project_that_is_published():
    baseline = "baselines:\n- {id: BL-1, title: First, as_of: 2026-01-05, budget: 4711, visibility: client}\n"
    for types, budget in (("project, tasks", 4711), ("tasks", None)):
        written = files(acme__client_yml=f"title: Acme\npublish: [{types}]\n", acme__web__b_yml=baseline)
        record = projected(loaded(written), "client").dossier("acme/web").by_id["BL-1"]
        assert (record.budget, "4711" in repr(record)) == (budget, budget is not None)


def test_a_project_of_the_team_is_not_there_for_the_client_or_for_the_other_projects():
    found = files(
        acme__pilot__x_yml="risks: [{id: R-1, title: HUSHHUSH}]", acme__web__x_yml="risks: [{id: R-2, title: Seen}]"
    )
    found["acme/pilot/project.yml"] = "title: HUSHHUSH\nvisibility: team"
    portfolio = projected(loaded(found), "client")
    assert [d.folder for d in portfolio.dossiers] == ["acme/web"]
    assert SECRET not in repr(portfolio)


def test_pages_are_seen_only_where_they_say_so_and_without_team_blocks():
    found = {
        **files(),
        "acme/web/notes.md": f"# {SECRET}\n",
        "acme/web/guide.md": f"---\nvisibility: client\n---\n# Guide {BLOCK}\n\nSeen.\n\n<!-- team -->\n{SECRET}\n",
        "handbook/how.md": SECRET,
    }
    portfolio = projected(loaded(found, told=("DOS631",)), "client")
    assert SECRET not in repr(portfolio)
    assert [(page.title, page.text) for page in portfolio.dossier("acme/web").pages] == [("Guide", "Seen.")]


def test_only_files_that_a_published_record_names_are_known():
    records = """
deliverables:
- {id: DEL-1, title: Shop, attachments: [offer.pdf, ../../bolt/web/HUSHHUSH.pdf, ../pilot/HUSHHUSH.pdf]}
- {id: DEL-2, title: Shop, attachments: [HUSHHUSH.pdf], visibility: team}
"""
    others = (
        "acme/web/offer.pdf",
        "acme/web/HUSHHUSH.pdf",
        "acme/pilot/HUSHHUSH.pdf",
        "bolt/web/HUSHHUSH.pdf",
        "acme/HUSHHUSH.png",
    )
    portfolio = projected(loaded(files(acme__web__x_yml=records), others), "client")
    assert portfolio.files == {"acme/web/offer.pdf"}
    assert portfolio.dossier("acme/web").files == {"acme/web/offer.pdf"}


def test_what_was_signed_under_a_hidden_sign_off_is_hidden_too():
    records = """
sign_offs:
- {id: SO-1, title: Seen, signer: anna, covers: [R-1]}
- {id: SO-2, title: Team, signer: anna, covers: [R-1], visibility: team}
"""
    found = files(acme__web__x_yml=records)
    found["acme/web/SO-1.signed.json"] = "{}"
    found["acme/web/SO-2.signed.json"] = SECRET
    dossier = projected(loaded(found), "client").dossier("acme/web")
    assert list(dossier.signed) == ["acme/web/SO-1.signed.json"]


SECTIONS = """---
id: REQ-1
---
# Search

Seen.

<!-- team -->

HUSHHUSH

## Rationale

HUSHHUSH

## Anything

HUSHHUSH
<!-- /team -->

Seen, too.

## Acceptance criteria

- AC-1: Seen
<!-- team -->
- AC-2: HUSHHUSH
- **AC-3:** HUSHHUSH
<!-- /team -->
- AC-4: Seen
"""


def test_a_team_block_over_several_headings_and_items_of_a_markdown_record_hides_all_of_them():
    whole = loaded({**files(), "acme/web/requirements/REQ-1.md": SECTIONS})
    record = projected(whole, "client").dossier("acme/web").by_id["REQ-1"]
    assert SECRET not in repr(record)
    assert record.statement == "Seen.\n\nSeen, too."
    assert [c.id for c in record.acceptance_criteria] == ["AC-1", "AC-4"]
    assert len(whole.dossier("acme/web").by_id["REQ-1"].acceptance_criteria) == 4


def test_a_team_block_that_is_never_closed_hides_everything_after_it():
    text = SECTIONS.replace("<!-- /team -->\n", "", 1)
    record = (
        projected(loaded({**files(), "acme/web/requirements/REQ-1.md": text}, told=("DOS631",)), "client")
        .dossier("acme/web")
        .by_id["REQ-1"]
    )
    assert record.statement == "Seen."
    assert [c.id for c in record.acceptance_criteria] == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("A <!-- team -->x<!-- /team --> B", "A B"),
        ("A\n\n<!-- team -->\nx\n<!-- /team -->\n\nB", "A\n\nB"),
        ("- a\n  <!--team-->x<!--/team-->\n  b", "- a\n  b"),
        ("A <!-- TEAM -->x<!-- /Team --> B", "A B"),
        ("A <!-- team -->x<!-- team -->y<!-- /team -->z<!-- /team --> B", "A B"),
        ("A <!-- team -->x", "A"),
        ("x<!-- /team --> B", "B"),
        ("A <!-- a remark --> B <!-- never closed", "A B"),
        ("A <!-- x <!-- team -->y<!-- /team -->", "A"),
        ("A <!-<!-- team -->x<!-- /team -->- team -->y", "A"),
        ("A <!-- /team --><!-- team -->x", ""),
        ("no comment  at all \n", "no comment  at all \n"),
    ],
)
def test_team_text(text: str, left: str):
    assert public_text(text) == left


def test_the_team_sees_everything_as_it_is():
    portfolio = loaded(files(acme__web__x_yml=as_yaml(RECORD_TYPES["risk"], with_secrets(RECORD_TYPES["risk"]))))
    assert projected(portfolio, "team") is portfolio


def test_projecting_twice_changes_nothing_more():
    every = {f"acme/web/{t.name}.yml": as_yaml(t, with_secrets(t, t.name)) for t in LISTED_TYPES}
    once = projected(loaded({**files(), **every}), "client")
    assert projected(once, "client") == once
