"""A client reads on the page of a change what it does, who decided or may decide, and nobody she may not know."""

from __future__ import annotations

import re

import pytest

from tests.views.sites import client_file, rendered, site_of

PEOPLE = "[{id: anna, title: Anna Berg, side: client}, {id: tom, title: Tom Ray, side: supplier, visibility: team}]"
REQUESTED = "{step: requested, by: anna, on: 2026-03-02}, {step: assessed, by: anna, on: 2026-03-04}"


def page(url: str, impact: str, *more: str, language: str = "en", audience: str = "client", approvers: str = "") -> str:
    """The words of a page of a site with one change request; tags are blanks."""
    files = {
        "acme/client.yml": client_file("Acme", people=PEOPLE, language=language),
        "acme/web/project.yml": f"title: Web\ncurrency: EUR\nstart: 2026-03-02\n{approvers}",
        "acme/web/c.yml": "change_requests:\n- id: CR-1\n  title: Gift cards\n  description: As asked.\n"
        f"  impact: {impact}\n  steps: [{', '.join([REQUESTED, *more])}]\n",
    }
    html = dict(rendered(site_of(files, audience=audience)))[url]
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


@pytest.mark.parametrize(
    ("impact", "english", "chinese"),
    [
        (
            "{time: 3, cost: 1200}",
            "Time 3 working days later Cost €1,200 more",
            "时间 推迟 3 个工作日 成本 增加 €1,200",
        ),
        (
            "{time: -1, cost: -9.50}",
            "Time 1 working day sooner Cost €9.50 less",
            "时间 提前 1 个工作日 成本 减少 €9.50",
        ),
        ("{time: 0, cost: 0}", "Time No delay Cost No extra cost", "时间 不影响工期 成本 不增加费用"),
    ],
)
def test_the_page_says_which_way_time_and_cost_go(impact: str, english: str, chinese: str):
    assert english in page("web/changes/CR-1/", impact)
    assert chinese in page("web/changes/CR-1/", impact, language="zh")


def test_what_nobody_assessed_is_not_taken_for_nothing():
    assert "Scope Not assessed Time 2 working days later Cost Not assessed Quality Not assessed" in page(
        "web/changes/CR-1/", "{time: 2}"
    )


def test_what_waits_for_a_decision_shows_its_price_and_who_may_decide():
    found = page("web/decide/", "{scope: More, time: 2, cost: 300}")
    assert (
        "As asked. Scope More Time 2 working days later Cost €300 more Quality Not assessed May decide Anna Berg"
        in found
    )


def test_after_the_decision_the_page_says_who_took_it_and_no_longer_who_may():
    found = page("web/changes/CR-1/", "{time: 2}", "{step: approved, by: anna, on: 2026-03-06, note: By mail.}")
    assert "Approved 6 Mar 2026 Anna Berg By mail." in found
    assert "May decide" not in found


def test_an_approver_counts_within_the_limits_and_is_named_to_those_who_may_know():
    approvers = "change_approvers: [{who: tom, cost: 500}]"
    within = page("web/changes/CR-1/", "{cost: 300}", audience="team", approvers=approvers)
    assert re.search(r"May decide Anna Berg\W+Tom Ray", within)
    beyond = page("web/changes/CR-1/", "{cost: 501}", audience="team", approvers=approvers)
    assert re.search(r"May decide Anna Berg (?!\W+Tom)", beyond)
    for url in ("web/changes/CR-1/", "web/changes/", "web/decide/"):
        assert "Tom" not in page(url, "{cost: 300}", approvers=approvers)
