"""Two plans that Microsoft Project itself computed and saved: imported, planned, exported, imported again."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

from dossier.compute.plan import Plan, plan
from dossier.dossier import Dossier
from dossier.exchange.files import ImportResult
from dossier.exchange.mspdi import read, write
from dossier.load import load
from dossier.text.source import read_tree

REAL = Path(__file__).parents[2] / "../shared/real"
PLANS = ["multi-project-161-tasks.mspdi.xml", "multi-project-1841-tasks.mspdi.xml.gz"]
NAMESPACE = "{http://schemas.microsoft.com/project}"


@pytest.fixture(scope="module", params=PLANS)
def raw(request: pytest.FixtureRequest) -> bytes:
    path = REAL / request.param
    if not path.exists():
        pytest.skip(f"the real plan {request.param} is not beside this repository")
    return path.read_bytes()


@pytest.fixture(scope="module")
def original(raw: bytes) -> etree._Element:
    return etree.fromstring(gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw)


@pytest.fixture(scope="module")
def result(raw: bytes) -> ImportResult:
    return read(raw, "acme/plan")


@pytest.fixture(scope="module")
def dossier(result: ImportResult, tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    return written(result, tmp_path_factory.mktemp("content"))


@pytest.fixture(scope="module")
def computed(dossier: Dossier) -> Plan:
    assert dossier.project.start
    return plan(dossier, dossier.project.start)


def written(result: ImportResult, content: Path) -> Dossier:
    """The import as files of a content folder, read back without any problem."""
    folder = content / "acme" / "plan"
    folder.mkdir(parents=True)
    (content / "acme" / "client.yml").write_text("title: Acme\n", encoding="utf-8")
    for file in result.files:
        (folder / file.path).write_text(file.text, encoding="utf-8")
    portfolio, problems = load(read_tree(content))
    assert problems == ()
    return portfolio.dossiers[0]


def tasks(project: etree._Element) -> Iterator[etree._Element]:
    """The rows of the plan without the project's own."""
    return (task for task in project.iter(f"{NAMESPACE}Task") if text(task, "OutlineLevel") not in {"", "0"})


def text(element: etree._Element, name: str) -> str:
    return str(element.findtext(f"{NAMESPACE}{name}", ""))


def moment(element: etree._Element, name: str) -> datetime:
    return datetime.fromisoformat(text(element, name))


def test_the_plan_is_imported_without_problems_and_with_every_task(result: ImportResult, dossier: Dossier, original):
    assert result.problems == ()
    assert [file.path for file in result.files] == ["project.yml", "stakeholders.yml", "tasks.yml"]
    assert result.records == 1 + len(dossier.records)
    expected = [(f"T-{text(task, 'UID')}", text(task, "Name")) for task in tasks(original)]
    assert [(task.id, task.title) for task in dossier.records if task.type_name == "task"] == expected


def test_nothing_that_says_something_is_lost_without_a_word(result: ImportResult):
    lost = {lost.what for lost in result.lost}
    assert {
        "Assignment/Units of more than one person",
        "Resource/MaxUnits",
        "Task/GUID",
        "Settings of the program",
    } <= lost
    assert not [what for what in lost if what.startswith("Task/") and what not in {"Task/GUID", "Task/CreateDate"}]
    assert "Dates that the plan here does not give" not in lost


def test_every_start_and_finish_is_microsoft_projects_on_the_axis_of_working_time(computed: Plan, original):
    at = computed.calendar.position
    expected = {f"T-{text(t, 'UID')}": (at(moment(t, "Start")), at(moment(t, "Finish"))) for t in tasks(original)}
    assert dict(computed.positions) == expected


def test_every_date_with_duration_is_microsoft_projects_day(computed: Plan, original):
    for task in tasks(original):
        row = computed.by_id[f"T-{text(task, 'UID')}"]
        start, finish = moment(task, "Start"), moment(task, "Finish")
        if start < finish:
            assert (row.start, row.finish) == (start.date(), finish.date())
        else:  # without duration: the same working instant, shown as the end of a day
            assert row.milestone
            assert computed.calendar.position(start) in {
                computed.calendar.start_of(row.start),
                computed.calendar.end_of(row.finish),
            }
    assert (computed.start, computed.finish) == (
        moment(original, "StartDate").date(),
        moment(original, "FinishDate").date(),
    )


def test_float_critical_and_wbs_are_microsoft_projects(computed: Plan, original):
    minutes = computed.calendar.minutes_per_day
    for task in tasks(original):
        row = computed.by_id[f"T-{text(task, 'UID')}"]
        assert row.total_float_days * minutes * 10 == int(text(task, "TotalSlack") or 0)
        assert row.critical is (text(task, "Critical") == "1")
        assert row.number == text(task, "OutlineNumber")


def test_what_is_exported_imports_again_to_the_same_files(dossier: Dossier, result: ImportResult):
    again = read(write(dossier), "acme/plan")
    assert again.problems == ()
    assert again.files == result.files


def test_the_export_computes_to_the_same_times_and_keeps_the_order_of_the_schema(dossier: Dossier, original):
    exported = etree.fromstring(write(dossier))
    for ours, theirs in zip(tasks(exported), tasks(original), strict=True):
        for name in ("UID", "OutlineNumber", "OutlineLevel", "Duration", "Milestone", "Summary", "Critical"):
            assert text(ours, name) == text(theirs, name)
        assert before(ours) & {(b, a) for a, b in before(theirs)} == set()
    for name in ("Resource", "Assignment", "Calendar", "PredecessorLink", "WeekDay"):
        ours, theirs = (next(root.iter(f"{NAMESPACE}{name}")) for root in (exported, original))
        assert before(ours) & {(b, a) for a, b in before(theirs)} == set()
    assert before(exported) & {(b, a) for a, b in before(original)} == set()


def before(element: etree._Element) -> set[tuple[str, str]]:
    """Which child stands before which."""
    names = list(dict.fromkeys(etree.QName(child).localname for child in element))
    return {(first, second) for i, first in enumerate(names) for second in names[i + 1 :]}


def test_the_order_test_would_see_a_swap():
    first, second = etree.fromstring("<a><b/><c/></a>"), etree.fromstring("<a><c/><b/></a>")
    assert before(first) & {(b, a) for a, b in before(second)}
