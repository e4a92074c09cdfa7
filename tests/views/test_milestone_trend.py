"""The milestone trend on the plan's page: in words and numbers, of what the reader may see, and not without a baseline."""

from __future__ import annotations

import re

import pytest

from tests.views.sites import client_file, rendered, site_of

TASKS = """\
tasks:
- {id: M-1, title: Built, kind: milestone, finish: 2026-06-12}
- {id: M-2, title: Hush, kind: milestone, finish: 2026-06-12, visibility: team}
"""
BASELINE = """\
baselines:
- id: BL-1
  title: Agreed
  as_of: 2026-03-02
  tasks:
  - {id: M-1, title: Built, start: 2026-06-05, finish: 2026-06-05}
  - {id: M-2, title: Hush, start: 2026-06-05, finish: 2026-06-05, visibility: team}
"""


def trend(records: str, language: str = "en", audience: str = "client") -> str:
    """The part of the plan's page that is about it, on 1 June 2026."""
    files = {
        "acme/client.yml": client_file("Acme", language=language),
        "acme/web/project.yml": "title: Web\nstart: 2026-03-02\n",
        "acme/web/tasks.yml": records,
    }
    pages = dict(rendered(site_of(files, audience=audience)))
    (plan,) = (html for url, html in pages.items() if url.endswith("plan/"))
    return plan.partition('id="milestone-trend"')[2].partition("<h2")[0]


def test_each_milestone_has_its_dates_and_what_they_moved():
    text = trend(TASKS + BASELINE)
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text.partition("<table")[2]))
    assert "M-1 Built 5 Jun 2026 12 Jun 2026 5 working days later" in words
    assert "The expected dates of 1 milestone over time; 1 of them later than at first." in text


def test_a_client_sees_nothing_of_a_milestone_of_the_team():
    assert "M-2" not in trend(TASKS + BASELINE)
    assert "M-2" in trend(TASKS + BASELINE, audience="team")


def test_in_chinese_nothing_of_it_is_english():
    words = re.sub(r"M-1|Built|BL-1|Agreed", "", re.sub(r"<[^>]*>", " ", trend(TASKS + BASELINE, "zh")))
    assert "里程碑" in words
    assert not re.search("[A-Za-z]{2}", words)


@pytest.mark.parametrize("records", [TASKS, BASELINE + TASKS.replace("kind: milestone, ", "")])
def test_it_is_not_there_without_two_days(records: str):
    assert trend(records) == ""
