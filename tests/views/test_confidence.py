"""How sure the finish is, as a client and the team read it, and when the page with it is made again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import pytest

from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import contexts
from dossier.render.pages import PageRenderer
from dossier.views.context import Context
from dossier.views.plan_page import plan_page
from dossier.views.watched import EVERYTHING, Facts, Watched
from tests.compute.sample_records import loaded

FILES = {
    "acme/client.yml": "title: Acme\nlanguage: LANGUAGE\npublish: [project, tasks]\n",
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-03-20\n",
    "acme/web/tasks.yml": """
tasks:
- {id: T-1, title: Dig, duration: 5d, pessimistic: 5d}
- {id: T-2, title: Secret trench, duration: 5d, visibility: team, after: T-1}
- {id: M-1, title: Ready, kind: milestone, after: T-2}
- {id: M-2, title: Secret moment, kind: milestone, after: T-1, visibility: team}
""",
    "acme/web/risks.yml": """
risks:
- {id: R-1, title: Rock underneath, chance: 30%, delays: [{task: T-2, by: 20d}]}
""",
}


def context(audience: str = "client", language: str = "en", **changed: str) -> Context:
    files = {path: text.replace("LANGUAGE", language) for path, text in FILES.items()}
    files |= {f"acme/web/{name}.yml": text for name, text in changed.items()}
    request = SiteRequest(client="acme", audience=audience, as_of=date(2026, 3, 2), language=language)
    (found,) = contexts(loaded(files), request)
    return found


def html(made_from: Context) -> str:
    view = plan_page(made_from)
    assert view
    return PageRenderer().page(view, "web/plan/", made_from, made_from.language)


def test_a_client_reads_when_the_whole_and_her_milestones_are_finished():
    page = html(context())
    assert "How sure the finish is" in page
    # ten days from 2 March, and 20 more in 30 % of the runs, among which the 80th percentile lies
    assert "With 80 % confidence the project is finished by 10 Apr 2026." in page
    assert "The agreed finish, 20 Mar 2026, is kept in " in page
    assert page.count("13 Mar 2026") >= 2
    assert "Ready" in page
    for hidden in ("Secret", "Rock", "R-1", "Criticality"):
        assert hidden not in page


def test_the_team_reads_what_decides_the_finish():
    page = html(context("team"))
    assert "Criticality index" in page
    assert "Secret trench" in page


def test_a_chinese_client_reads_chinese():
    page = html(context(language="zh"))
    assert "完成日期的把握程度" in page
    assert "有 80% 的把握，项目最迟于2026年4月10日完成。" in page
    assert "confidence" not in page.replace('id="confidence"', "").replace("#confidence", "")


@pytest.mark.parametrize(
    "tasks",
    [
        "tasks:\n- {id: T-1, title: Dig, duration: 5d}\n",
        "tasks: [{id: T-1, title: Dig, duration: 5d, pessimistic: 9d, actual_finish: 2026-03-02, progress: 100%}]\n",
    ],
)
def test_nothing_is_said_where_nothing_is_uncertain(tasks: str):
    assert "How sure" not in html(context(tasks=tasks, risks="risks: [{id: R-1, title: Rock}]\n"))


def facts(made_from: Context) -> tuple[bytes, bytes]:
    """What the plan page depends on, and what a page that reads everything does."""
    watched = Watched(made_from)
    watched.begin()
    plan_page(watched)  # type: ignore[arg-type]
    assert ("uncertainty", "") in watched.facts() or EVERYTHING in watched.facts()
    return Facts(made_from).together(watched.facts()), Facts(made_from).together([EVERYTHING])


@pytest.mark.parametrize(
    "changed",
    [
        {"risks": FILES["acme/web/risks.yml"].replace("30%", "31%")},
        {"tasks": FILES["acme/web/tasks.yml"].replace("pessimistic: 5d", "pessimistic: 6d")},
    ],
)
def test_the_page_is_made_again_when_something_changes_that_only_the_team_sees(changed: Mapping[str, str]):
    before, after = facts(context()), facts(context(**changed))
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_the_page_is_not_simulated_again_to_see_that_nothing_changed(monkeypatch: pytest.MonkeyPatch):
    before = facts(context())
    monkeypatch.setattr("dossier.compute.uncertainty.Uncertainty.outlook", lambda *_: pytest.fail("simulated"))
    made_from = context()
    assert Facts(made_from).together([("uncertainty", "")])
    assert Facts(made_from).together([EVERYTHING]) == before[1]


def test_the_runs_are_told_by_when_they_finish():
    """In 30 % of the runs the risk makes 30 working days of 10, beyond the agreed 20 March.

    Of 21 days from Friday 13 March on, each bar holds two, the first until Tuesday 17.
    """
    page = html(context()).partition('id="finish-spread"')[2].partition("<h2")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", page.partition("<tbody>")[2], re.DOTALL)
    cells = [re.findall(r">([^<>]+)</td>", row) for row in rows]
    assert cells[0][0] == "17 Mar 2026"
    assert cells[-1][2] == "100 %"
    first, last = (int(cells[n][1].removesuffix(" %")) for n in (0, -1))
    assert abs(first - 70) <= 2
    assert abs(last - 30) <= 2
    assert "By the agreed finish, 20 Mar 2026" in page
    assert "After the agreed finish, 20 Mar 2026" in page


def test_runs_that_all_finish_on_one_day_have_no_bars():
    assert "finish-spread" not in html(context(risks="risks:\n- {id: R-1, title: Rain}\n"))
