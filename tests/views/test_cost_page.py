"""The page about cost and the matrix of risks: what they show, to whom, and in which words."""

from __future__ import annotations

import re

import pytest

from tests.views.sites import client_file, rendered, site_of, titles

PROJECT = "title: Web shop\nstart: 2026-03-02\ncurrency: EUR\nbudget: 10,000"
RECORDS = """
tasks:
- {id: T-1, title: Build, owner: anna, duration: 60d, start: 2026-03-02, actual_start: 2026-03-02, progress: 75%}
- {id: T-2, title: Test, owner: anna, duration: 20d, after: T-1}
cost_items:
- {id: C-1, title: Build, planned: 8000, task: T-1, bookings: [{on: 2026-04-30, amount: 7500}]}
- {id: C-2, title: Test, planned: 2000, task: T-2}
- {id: C-3, title: Fee, currency: USD, planned: 100}
risks:
- {id: R-1, title: Rain, probability: 5, impact: 3, exposure: 4100}
- {id: R-2, title: Snow, probability: 2, impact: 4, exposure: 900}
- {id: R-3, title: Hail, probability: 1, impact: 1, exposure: 50, currency: USD}
- {id: R-4, title: Over, probability: 5, impact: 5, exposure: 7777, status: closed}
"""
FILES = {
    "acme/client.yml": client_file("Acme"),
    "acme/web/project.yml": PROJECT + "\nrates: [{currency: USD, rate: 0.80}]",
    "acme/web/records.yml": RECORDS,
}


def page(name: str, files=FILES, audience: str = "client") -> str:
    return dict(rendered(site_of(files, audience=audience)))[f"web/{name}/"]


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_was_earned_stands_there_in_words():
    found = text_of(page("cost"))  # on 1 June 2026: 75 % of the 8,000, and of the fee's 80 the part of 66 days of 80
    assert "For each €1 spent, work worth €0.81 was done." in found  # 6,066 for 7,500
    assert "Test" in found
    assert "€10,080 planned for the whole" in found  # 100 USD at 0.80
    assert "There is no baseline yet" in found


def test_each_amount_is_in_its_own_currency():
    found = text_of(page("cost"))
    assert "US$100" in found
    assert "€8,000" in found
    assert "€7,500" in found.partition("Budget Title")[2]  # the sum of the bookings


def test_the_numbers_of_the_chart_stand_beneath_it():
    html = page("cost")
    chart, _, beneath = html.partition("</figure>")
    assert chart.count("<svg") == 2
    rows = re.findall(r'data-sort="(\d{4}-\d\d-\d\d)"', beneath)
    assert rows[:4] == ["2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]
    assert "style=" not in html


def test_a_client_who_may_not_see_costs_sees_no_page_about_them():
    files = {**FILES, "acme/client.yml": client_file("Acme", publish="[project, tasks, risks]")}
    assert "Cost" not in titles(site_of(files))
    assert "Cost" in str(titles(site_of(files, audience="team")))


def test_without_published_tasks_nothing_is_said_of_what_was_earned():
    files = {**FILES, "acme/client.yml": client_file("Acme", publish="[project, cost_items]")}
    found = page("cost", files)
    assert "<svg" not in found
    assert "Earned" not in text_of(found)
    assert "€8,000" in found


def test_an_english_word_is_on_no_chinese_page():
    files = {**FILES, "acme/client.yml": client_file("云", language="zh")}
    found = text_of(page("cost", files))
    allowed = (
        r"Acme|Web shop|Build|Test|Fee|EUR|US|C-\d|T-\d|PV|EV|AC|BAC|SV|CV|EAC|ETC|VAC|SPI|CPI|TCPI|ES|SPI\(t\)|SV\(t\)"
    )
    assert re.findall(r"[A-Za-z]{2,}", re.sub(rf"\b(?:{allowed})", "", found)) == []


def test_the_matrix_has_the_open_risks_where_they_belong():
    html = page("risks")
    table = html[html.index('id="matrix"') :].split("</table>")[0]
    rows = [re.findall(r"R-\d", row) for row in table.split("<tr>")[2:]]
    assert rows == [["R-1", "R-1"], [], [], ["R-2", "R-2"], ["R-3", "R-3"]] or rows == [
        ["R-1"],
        [],
        [],
        ["R-2"],
        ["R-3"],
    ]


@pytest.mark.parametrize(("audience", "seen"), [("team", True), ("client", False)])
def test_what_the_risks_would_cost_is_summed_by_currency_for_the_team_alone(audience: str, seen: bool):
    site = site_of(FILES, audience=audience)
    found = text_of(next(html for url, html in rendered(site) if url.endswith("web/risks/")))
    assert ("€5,000" in found) is seen
    assert ("US$50" in found) is seen
    assert "7,777" not in found or seen
