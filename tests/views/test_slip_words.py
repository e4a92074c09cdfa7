"""What pages say of a baseline: on the overview, in the lists of the plan, on a task's page and on its own."""

from __future__ import annotations

import re

import pytest

from tests.views.sites import client_file, rendered, site_of

PLAN = """\
tasks:
- {id: T-0, title: Hush, duration: 9d, visibility: team, actual_start: 2026-03-02, actual_finish: 2026-03-12}
- {id: T-1, title: Design, duration: 68d, actual_start: 2026-03-02, remaining: 3d}
- {id: T-2, title: Build, duration: 12d, after: [T-1, T-0]}
- {id: M-1, title: Live, kind: milestone, after: T-2}
- {id: T-3, title: Celebrate, duration: 1d}
baselines:
- id: BL-1
  title: As agreed
  as_of: 2026-03-02
  start: 2026-03-02
  finish: 2026-06-12
  tasks:
  - {id: T-0, title: Hush, start: 2026-03-02, finish: 2026-03-06, duration: 5d}
  - {id: T-1, title: Design, start: 2026-03-02, finish: 2026-05-29, duration: 65d}
  - {id: T-2, title: Build, start: 2026-06-01, finish: 2026-06-12, duration: 10d}
  - {id: M-1, title: Live, start: 2026-06-12, finish: 2026-06-12, duration: 0d}
  - {id: T-9, title: Plant trees, start: 2026-03-02, finish: 2026-03-03, duration: 2d}
"""


def pages(language: str = "en", plan: str = PLAN, **client: str) -> dict[str, str]:
    """The words of every page, without markup, by address."""
    files = {
        "acme/client.yml": client_file("Acme", language=language, **client),
        "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\n",
        "acme/web/records.yml": plan,
    }
    plain = {url: re.sub(r"<[^>]+>", " ", html) for url, html in rendered(site_of(files))}
    return {url: re.sub(r"\s+", " ", text) for url, text in plain.items()}


SHARES = "T-1 Design 3 working days, takes longer T-2 Build 2 working days, takes longer"
LOST = "Lost In How 3 working days T-1 Design It takes longer 2 working days T-2 Build It takes longer"
EXPECTED = {
    "en": (
        f"Against the baseline (As agreed) the finish slips 5 working days. Because of: {SHARES}",
        "In the baseline 12 Jun 2026 Against the baseline 5 working days later",
        f"Why it is later than in the baseline {LOST} By way of T-2 Build T-1 Design",
        "Tasks removed since Task WBS number Title",
    ),
    "zh": (
        "与基准“As agreed”相比，完成日期推迟 5 个工作日。 原因： T-1 Design 3 个工作日，工期延长 T-2 Build 2 个工作日，工期延长",
        "基准日期 2026年6月12日 与基准相比 晚 5 个工作日",
        "为何晚于基准 损失 所在任务 情况 3 个工作日 T-1 Design 工期延长 2 个工作日 T-2 Build 工期延长 经由 T-2 Build T-1 Design",
        "此后删除的任务",
    ),
}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_says_how_it_stands_against_the_baseline_and_why(language: str):
    found = pages(language)
    overview, facts, why, removed = EXPECTED[language]
    assert overview in found[""]
    assert overview in found["web/plan/"]
    assert facts in found["web/plan/M-1/"]
    assert why in found["web/plan/M-1/"]
    assert removed.partition(" Task ")[0] in found["web/plan/BL-1/"]
    assert "Plant trees" in found["web/plan/BL-1/"]
    assert not any("Hush" in text for text in found.values())


def test_late_work_is_what_is_late_by_itself_or_against_the_baseline():
    late = pages()["web/plan/"].rpartition("Late work ")[2].partition("Work breakdown")[0]
    assert "T-3 Celebrate" in late  # it should have begun by now
    assert "T-2 Build 12 Jun 2026 5 working days later 19 Jun 2026 T-1 Design 3 working days, takes longer" in late


def test_without_a_published_baseline_pages_are_as_they_were():
    without = pages(plan=PLAN.partition("baselines:")[0])
    hidden = pages(publish="[project, tasks, stakeholders]")
    without = {url: text for url, text in without.items() if url in hidden}
    assert set(without) == set(hidden)
    for url, text in hidden.items():
        assert text == without[url], url
        assert "baseline" not in text


def test_a_plan_that_keeps_to_its_baseline_says_so():
    kept = PLAN.replace("2026-06-12", "2026-06-19")
    assert "The expected finish is that of the baseline (As agreed)." in pages(plan=kept)[""]
    early = PLAN.replace("2026-06-12", "2026-06-22")
    assert "The finish is 1 working day earlier than in the baseline (As agreed)." in pages(plan=early)[""]
