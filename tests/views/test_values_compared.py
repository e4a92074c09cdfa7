"""Former and present values as a client reads them: parts in words, and Chinese texts compared sign by sign."""

from __future__ import annotations

from datetime import date

import pytest

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.records.declare import RECORD_TYPES, Written
from dossier.views.blocks import Body, Facts, Panel
from dossier.views.context import Context
from dossier.views.decide_page import decide_page
from dossier.views.differences import is_short
from dossier.views.home import client_home
from dossier.views.overview import overview
from dossier.views.values_compared import values_compared
from tests.compute.sample_records import loaded

CLIENT = (
    "title: Acme\nlanguage: {}\nintroduction: Welcome to the work.\nsigners: [anna]\n"
    "publish: [project, change_requests, requirements, stakeholders]\npeople:\n- {{id: anna, title: Anna Berg, side: client}}\n"
)
CHANGE = (
    "change_requests:\n- {id: CR-1, title: Norway, reason: They ask for it., steps: [{step: requested, by: anna, on: 2026-03-02},"
    " {step: assessed, by: anna, on: 2026-03-03}], impact: {scope: One country more., time: 3}}\n"
)


def made(language: str = "en", **more: str) -> tuple[Context, ...]:
    files = {"acme/client.yml": CLIENT.format(language), "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n"}
    files |= {"acme/web/changes.yml": CHANGE} | more
    return contexts(loaded(files), SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1)))


def after(language: str, type_name: str, field: str, value: Written) -> str:
    (context,) = made(language)
    _, pieces = values_compared(context, RECORD_TYPES[type_name].fields[field].kind, "", value)
    return "".join(piece.text for piece in pieces)


STEPS = (
    {"step": "requested", "by": "anna", "on": "2026-03-02"},
    {"step": "approved", "by": "anna", "on": "2026-03-09", "note": "By mail"},
)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Requested, Anna Berg, 2 Mar 2026\nApproved, Anna Berg, 9 Mar 2026, By mail"),
        ("zh", "已提出，Anna Berg，2026年3月2日\n已批准，Anna Berg，2026年3月9日，By mail"),
    ],
)
def test_the_steps_of_a_change_are_told_in_words(language: str, told: str):
    assert after(language, "change_request", "steps", STEPS) == told


def test_an_item_with_a_number_begins_with_it():
    criteria = ({"id": "AC-1", "text": "It finds."}, {"id": "AC-2", "text": "It is fast."})
    assert after("en", "requirement", "acceptance_criteria", criteria) == "AC-1 It finds.\nAC-2 It is fast."


def test_values_that_stand_alone_have_their_labels():
    assert after("en", "change_request", "impact", {"scope": "More.", "cost": "900"}) == "Scope: More.\nCost: 900"
    assert after("zh", "change_request", "impact", {"scope": "更多。"}) == "范围：更多。"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("2026年7月23日", True),
        ("23 Jul 2026", True),
        ("即可找到商品，价格也会显示", False),
        ("x" * 24, True),
        ("x" * 25, False),
    ],
)
def test_a_chinese_sentence_is_not_short(text: str, short: bool):
    assert is_short(text) is short


def test_a_change_without_a_description_stands_with_its_reason_and_its_impact():
    (context,) = made()
    page = decide_page(context)
    assert page
    (panel,) = [block for block in page.blocks if isinstance(block, Panel)]
    assert [block.markdown for block in panel.blocks if isinstance(block, Body)] == ["They ask for it."]
    (facts,) = [block for block in panel.blocks if isinstance(block, Facts)]
    assert {label for label, _ in facts.facts} == {"Scope", "Time", "Cost", "Quality", "May decide"}


def test_the_introduction_opens_the_site_of_one_project_and_of_several():
    (alone,) = made()
    assert overview(alone).blocks[0] == Body("Welcome to the work.", "acme")
    two = made(**{"acme/shop/project.yml": "title: Shop\n"})
    assert client_home(two).blocks[0] == Body("Welcome to the work.", "acme")
    assert Body("Welcome to the work.", "acme") not in overview(two[0]).blocks
