"""What a change does to a project as a whole: its plan, its figures, its sign-offs."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.compute.dossier_difference import DossierDifference, dossier_differences
from tests.compute.sample_records import loaded

TODAY = date(2026, 3, 2)
CLIENT = "title: Acme\npublish: [tasks, requirements]\npeople: [{id: anna, title: Anna}]\n"
PROJECT = "title: Web\nstart: 2026-03-02\n"


def portfolio(*texts: str, client: str = CLIENT, project: str = PROJECT, **more: str):
    files = {f"acme/web/{n}.yml": text for n, text in enumerate(texts)}
    return loaded({"acme/client.yml": client, "acme/web/project.yml": project, **files, **more})


def difference(before: tuple[str, ...], after: tuple[str, ...]) -> DossierDifference:
    (found,) = dossier_differences(portfolio(*before), portfolio(*after), TODAY)
    return found


def network(**durations: int) -> str:
    """The published network A6; B2 after A; C2 after A; D3 after B; F2 after C; E4 after D and F; G1 after E.

    It finishes after 16 days; A-B-D-E-G is critical, C and F have a float of 1.
    """
    days = {"A": 6, "B": 2, "C": 2, "D": 3, "F": 2, "E": 4, "G": 1, **durations}
    after = {"B": "[A]", "C": "[A]", "D": "[B]", "F": "[C]", "E": "[D, F]", "G": "[E]"}
    lines = (
        f"- {{id: {name}, title: Step {name}, owner: anna, duration: {count}d, after: {after.get(name, '[]')}}}"
        for name, count in days.items()
    )
    return "tasks:\n" + "\n".join(lines) + "\n"


def test_what_a_delay_does_to_the_critical_path():
    """F takes 2 days longer: its float of 1 is used up and the project ends 1 day later, now by way of C and F."""
    plan = difference((network(),), (network(F=4),)).plan
    assert plan.finish_days == 1
    assert {row.id for row in plan.became_critical} == {"C", "F"}
    assert {row.id for row in plan.no_longer_critical} == {"B", "D"}
    assert {each.row.id: each.days for each in plan.tasks if each.days} == {"F": 2, "E": 1, "G": 1}
    assert [(share.task, share.kind, share.days) for share in plan.slip("G").shares] == [("F", "longer", 1)]


def test_a_delay_within_its_float_moves_only_itself():
    plan = difference((network(),), (network(F=3),)).plan
    assert (plan.finish_days, plan.slip().shares) == (0, ())
    assert {each.row.id: each.days for each in plan.tasks if each.days} == {"F": 1}


def test_a_task_under_a_new_number_is_not_new_and_gone():
    """The slip is told of the task under the number that it has now."""
    plan = difference((network(),), (network(G=3).replace("id: G,", "id: LAST,"),)).plan
    assert [(each.row.id, each.days) for each in plan.tasks if each.days or not (each.before and each.after)] == [
        ("LAST", 2)
    ]


def test_figures_before_and_after():
    risks = "risks:\n- {id: K-1, title: Late, exposure: 500}\n- {id: K-2, title: Dear, exposure: 200, status: closed}\n"
    needs = "requirements:\n- {id: R-1, title: Search}\n- {id: R-2, title: Pay}\n"
    served = network().replace("title: Step A,", "title: Step A, requirements: [R-1],")
    found = difference((network(), needs), (served, needs, risks))
    old, new = found.figures_before, found.figures_after
    assert (old.requirements, old.served, old.open_risks, old.exposure) == (2, 0, 0, None)
    assert (new.requirements, new.served, new.open_risks, new.exposure) == (2, 1, 1, 500)


def test_only_projects_in_which_something_differs_are_told():
    other = {"acme/app/project.yml": "title: App\n", "acme/app/x.yml": "risks:\n- {id: K-1, title: Late}\n"}
    found = dossier_differences(portfolio(network(), **other), portfolio(network(F=3), **other), TODAY)
    assert [each.dossier.folder for each in found] == ["acme/web"]


def test_a_project_in_another_folder_is_the_same_project():
    """Nothing that was signed in it is gone; only where its files stand differs."""
    text = network(G=2)
    after = loaded({"acme/client.yml": CLIENT, "acme/shop/project.yml": PROJECT, "acme/shop/plan.yml": text})
    (found,) = dossier_differences(portfolio(network()), after, TODAY)
    assert (found.before.folder, found.after.folder, found.plan.finish_days) == ("acme/web", "acme/shop", 1)
    assert [each.kind for each in found.records if each.record.id == "G"] == ["changed"]


def test_a_change_in_client_yml_concerns_all_its_projects():
    other = {"acme/app/project.yml": "title: App\n"}
    before, after = (portfolio(client=text, **other) for text in (CLIENT, CLIENT.replace("Anna", "Anna B.")))
    found = dossier_differences(before, after, TODAY)
    assert [(e.dossier.folder, [r.record.id for r in e.of_client], e.records) for e in found] == [
        ("acme/app", ["anna"], ()),
        ("acme/web", ["anna"], ()),
    ]


def test_a_page_that_differs_is_told():
    pages = {"acme/web/notes.md": "# Notes\n\nOne.\n"}, {"acme/web/notes.md": "# Notes\n\nTwo.\n"}
    before, after = (portfolio(**each) for each in pages)
    (found,) = dossier_differences(before, after, TODAY)
    assert [(page.before.text, page.after.text) for page in found.pages] == [("One.", "Two.")]


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_project_that_is_new_or_gone(side):
    whole, empty = portfolio(network()), loaded({"acme/client.yml": CLIENT})
    (found,) = dossier_differences(*((whole, empty) if side == "before" else (empty, whole)), TODAY)
    assert (found.plan, found.out_of_date, found.signed_changes, found.signers_removed) == (None, (), (), ())
    assert len(found.records) == 8


@given(
    st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 9)),
    st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(1, 9)),
)
def test_the_way_back_undoes_the_way_there(one, other):
    """Later by so many days on the way there is earlier by as many on the way back; nothing differs from itself."""
    before, after = portfolio(network(**one)), portfolio(network(**other))
    there, back = (dossier_differences(*pair, TODAY) for pair in ((before, after), (after, before)))
    assert bool(there) == bool(back) == ({**network_days(one)} != network_days(other))
    for forward, backward in zip(there, back, strict=True):
        days = {each.row.id: each.days for each in forward.plan.tasks if each.days}
        assert days == {each.row.id: -each.days for each in backward.plan.tasks if each.days}
        critical = {row.id for row in forward.plan.became_critical}
        assert critical == {row.id for row in backward.plan.no_longer_critical}
    assert dossier_differences(before, before, TODAY) == ()


def network_days(durations: dict[str, int]) -> dict[str, int]:
    return {"A": 6, "B": 2, "C": 2, "D": 3, "F": 2, "E": 4, "G": 1, **durations}
