"""What is read from a content folder: clients, projects, records in every form, and pages."""

from __future__ import annotations

import pytest

from dossier.records.task import Task
from dossier.text.markdown import has_spoilt_front
from dossier.text.source import Source


def test_records_are_read_from_lists_files_and_folders(dossier):
    """
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late delivery}
    # acme/web/requirements/search.md
    ---
    id: REQ-1
    priority: must
    ---
    # Search

    Customers find a product by its name.

    ## Rationale

    They leave otherwise.

    ## Background

    Asked for in March.

    ## Acceptance criteria

    - AC-1: Results come
      in one second
    - **AC-2**: Sorted by date
    # acme/web/anywhere/change.md
    ---
    id: CR-1
    type: change_request
    title: Gift cards
    ---
    We want them.
    """
    requirement = dossier.by_id["REQ-1"]
    assert (requirement.title, requirement.priority, requirement.rationale) == (
        "Search",
        "must",
        "They leave otherwise.",
    )
    assert requirement.statement == "Customers find a product by its name.\n\n## Background\n\nAsked for in March."
    assert [(c.id, c.text) for c in requirement.acceptance_criteria] == [
        ("AC-1", "Results come\nin one second"),
        ("AC-2", "Sorted by date"),
    ]
    assert dossier.by_id["CR-1"].description == "We want them."
    assert sorted(dossier.by_id) == ["CR-1", "R-1", "REQ-1", "anna"]


def test_tasks_nest_and_milestones_are_tasks(dossier):
    """
    phases:
    - id: P-1
      title: Foundations
      tasks:
      - id: T-1
        title: Dig
        tasks:
        - {id: T-2, title: Dig deeper}
      milestones:
      - {id: M-1, title: Hole there}
    """
    tree = [(task.id, task.kind, task.parent) for task in dossier.of(Task)]
    assert tree == [("P-1", "phase", ""), ("T-1", "", "P-1"), ("T-2", "", "T-1"), ("M-1", "milestone", "P-1")]


def test_chinese_keys_equal_english_ones(read):
    english = read(
        """
        requirements:
        - id: REQ-1
          title: 搜索
          priority: must
          owner: anna
          acceptance_criteria:
          - AC-1: 一秒内返回
        milestones:
        - {id: M-1, title: 上线, after: T-1 FS+2d}
        tasks:
        - {id: T-1, title: 开发, owner: anna, duration: 2w, progress: 40%}
        """
    )
    chinese = read(
        """
        需求:
        - 编号: REQ-1
          标题: 搜索
          优先级: 必须有
          负责人: anna
          验收标准:
          - AC-1：一秒内返回
        里程碑:
        - {编号: M-1, 标题: 上线, 前置任务: T-1 FS+2d}
        任务:
        - {编号: T-1, 标题: 开发, 负责人: anna, 工期: 2周, 进度: 40％}
        """
    )
    assert [p for p in chinese.codes if p < "DOS500"] == []
    assert _values(english) == _values(chinese)


def test_a_chinese_markdown_record_equals_an_english_one(read):
    english = read(
        "# acme/web/requirements/a.md\n---\nid: REQ-1\ntitle: 搜索\npriority: must\n---\n按名称查找。\n\n"
        "## Rationale\n\n否则客户会离开。\n\n## Acceptance criteria\n\n1. AC-1: 一秒内\n"
    )
    chinese = read(
        "# acme/web/需求/a.md\n---\n编号: REQ-1\n标题: 搜索\n优先级: 必须有\n---\n按名称查找。\n\n"
        "## 理由\n\n否则客户会离开。\n\n## 验收标准\n\n1. AC-1：一秒内\n"
    )
    assert chinese.codes == english.codes
    assert _values(english) == _values(chinese)


def _values(found) -> list[dict]:
    names = (
        "id",
        "title",
        "priority",
        "owner",
        "acceptance_criteria",
        "after",
        "duration",
        "progress",
        "kind",
        "rationale",
    )
    return [{n: getattr(r, n) for n in names if hasattr(r, n)} for r in found.dossier.records if r.id != "anna"]


def test_ordinary_pages_are_pages(dossier):
    """
    # acme/web/documents/terms.md
    ---
    title: Terms
    visibility: client
    ---
    # Terms

    We deliver.
    # acme/web/note.md
    # A note

    For the team.
    """
    pages = {page.path: (page.title, page.visibility, page.text) for page in dossier.pages}
    assert pages == {
        "acme/web/documents/terms.md": ("Terms", "client", "We deliver."),
        "acme/web/note.md": ("A note", "team", "For the team."),
    }


@pytest.mark.parametrize(
    "front",
    [
        "type: risk # a comment", "Type: risk", "type : risk", '"type": risk', "{type: risk, id: R-9, title: T9}",
        "类型: 风险", "type: 'risk'",
    ],
)  # fmt: skip
def test_a_type_counts_however_it_is_written(read, front):
    more = "" if "id:" in front else "\nid: R-9\ntitle: T9"
    found = read(f"# acme/web/x.md\n---\n{front}{more}\n---\nText.\n")
    assert (found.codes, found.dossier.by_id["R-9"].type_name) == ([], "risk")


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("---\ntype: riks\nid: R-9\n---\nText.\n", "DOS211", "`riks` is not a type of record"),
        ("---\nvisibility: clinet\n---\n# A page\n", "DOS205", "`clinet`"),
        ("---\nid: R-9\ntype: risk\n", "DOS206", "ends with another `---`"),
        ("---\nvisiblity: client\n---\n# A page\n", "DOS201", "there is no field `visiblity` here"),
        ("---\ntitle: [A, B]\n---\nText.\n", "DOS206", "expected one value, found a list"),
        ("---\n- title: A\n---\nText.\n", "DOS206", "expected `key: value` lines"),
        ("---\n标题: A\ntitle: B\n---\nText.\n", "DOS111", "are the same field"),
    ],
)
def test_a_page_that_was_meant_otherwise_is_told(read, text, code, said):
    found = read(f"# acme/web/x.md\n{text}")
    assert code in found.codes
    assert said in next(p.message for p in found.located if p.code == code)


@pytest.mark.parametrize(
    ("text", "is_spoilt"),
    [("\n---\nid: R-9\n---\n", True), ("---\nid: R-9\n", True), ("---\nid: R-9\n---\n", False), ("---\nText\n", False)],
)
def test_a_front_matter_stands_between_the_first_line_and_another_one(text, is_spoilt):
    assert has_spoilt_front(Source("x.md", text)) is is_spoilt


def test_records_beside_a_project_are_told(found):
    """
    # acme/risks.yml
    risks:
    - {id: R-1, title: Late delivery}
    # loose.yml
    risks: []
    # elsewhere/risks.yml
    risks:
    - {id: R-1, title: Late delivery}
    # elsewhere/mkdocs-data.yml
    navigation: []
    """
    assert found.where("DOS402") == ["acme/risks.yml:1:1", "elsewhere/risks.yml:1:1"]


def test_markdown_files_beside_a_project_are_told(found):
    """
    # acme/shop/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search
    # acme/risks/RISK-1.md
    # It rains
    # acme/note.md
    ---
    type: risk
    ---
    # It snows
    # acme/README.md
    # About this folder
    # acme/rules.md
    # Our rules
    # acme/shop/plan.md
    # The plan
    """
    assert found.where("DOS402") == [
        "acme/note.md:1:1",
        "acme/risks/RISK-1.md:1:1",
        "acme/shop/requirements/REQ-1.md:1:1",
    ]
    assert found.where("DOS406") == ["acme/rules.md:1:1", "acme/shop/plan.md:1:1"]


def test_settings_in_capital_letters_are_told(read):
    found = read(files={"acme/shop/Project.yml": "title: Shop\n", "acme/shop/risks.yml": "risks: []\n"})
    assert [p.hint for p in found.located] == [
        "call it `project.yml`, in small letters",
        "move the file into a project's folder, one that holds a project.yml",
    ]


def test_a_client_file_in_capital_letters_is_told_where_no_project_is_yet(read):
    found = read(files={"bolt/Client.yml": "title: Bolt\n"})
    assert [(p.code, p.hint) for p in found.located] == [("DOS402", "call it `client.yml`, in small letters")]
    found = read(files={"bolt/Client.yml": "title: Bolt\n", "bolt/shop/project.yml": "title: Shop\n"})
    assert [(p.code, p.hint) for p in found.located] == [("DOS402", "call it `client.yml`, in small letters")] * 2


def test_a_projects_folder_that_lies_too_deep_is_told(read):
    found = read(files=dict.fromkeys(("acme/old/shop/project.yml", "acme/web/old/project.yml"), "title: Shop\n"))
    hint = "a project's folder lies in that of its client, beside other projects: move it there"
    assert [(p.code, p.file, p.hint) for p in found.located] == [
        ("DOS402", "acme/old/shop/project.yml", hint),
        ("DOS402", "acme/web/old/project.yml", hint),
    ]
    listed = read(files={"acme/web/plan/project.yml": "risks:\n- {id: R-1, title: Late}\n"})
    assert listed.codes == []


def test_a_file_of_one_record_that_is_read_as_something_else_is_told_once(read):
    page = read(files={"acme/web/REQ-2.md": "---\nid: REQ-2\npriority: must\nverification: test\n---\n# Pay\n"})
    assert [(p.code, p.line) for p in page.located] == [("DOS211", 2)]
    assert "such as `requirements/`" in page.located[0].hint
    listed = read(files={"acme/web/requirements/REQ-2.yml": "id: REQ-2\ntitle: Pay\npriority: must\n"})
    assert [(p.code, p.line) for p in listed.located] == [("DOS211", 1)]
    assert "such as `requirements:`" in listed.located[0].hint


def test_two_records_with_one_number_are_told_and_the_first_is_kept(found):
    """
    # acme/web/a.yml
    risks:
    - {id: R-1, title: Late delivery}
    # acme/web/b.yml
    issues:
    - {id: r-1, title: Late payment, owner: anna}
    """
    (problem,) = found.located
    assert (problem.code, problem.file, problem.line) == ("DOS401", "acme/web/b.yml", 2)
    assert problem.hint == "the other is in acme/web/a.yml"
    assert "r-1" not in found.dossier.by_id


def test_the_id_in_the_file_must_be_that_of_the_folder(found):
    """
    # acme/web/project.yml
    id: shop
    title: Web shop
    """
    assert found.where("DOS403") == ["acme/web/project.yml:1:5"]
    assert found.dossier.project.id == "web"


@pytest.mark.parametrize("broken", ["title: [", "- a\n- b\n", "just words\n", ""])
def test_a_project_whose_own_file_is_broken_still_shows_its_records(read, broken):
    found = read("risks:\n- {id: R-1, title: Late delivery}\n", files={"acme/web/project.yml": broken})
    assert found.codes
    assert "R-1" in found.dossier.by_id


@pytest.mark.parametrize("broken", ["title: [", "- a\n- b\n", "just words\n", ""])
def test_a_client_whose_own_file_is_broken_publishes_nothing(read, broken):
    found = read("risks:\n- {id: R-1, title: Late delivery}\n", files={"acme/client.yml": broken})
    assert found.dossier.client.publish == ()
    assert "R-1" in found.dossier.by_id


def test_a_folder_that_cannot_be_an_address_is_told_and_the_rest_is_read(read):
    found = read("", files={"a b/client.yml": "title: x\n", "team/client.yml": "title: x\n"})
    assert found.where("DOS403") == ["a b/client.yml:1:1", "team/client.yml:1:1"]
    assert found.portfolio.client("acme") is not None


def test_a_project_without_a_client_is_told(read):
    found = read("", files={"bolt/web/project.yml": "title: x\n", "bolt/web/r.yml": "risks: []\n"})
    assert found.where("DOS402") == ["bolt/web/project.yml:1:1"]


def test_clients_that_differ_by_case_only_are_told(read):
    found = read("", files={"ACME/client.yml": "title: x\n"})
    assert [where.split(":")[0] for where in found.where("DOS403")] == ["acme/client.yml"]


def test_numbers_that_are_names_of_files_are_told(read):
    found = read("risks:\n- {id: index.html, title: x}\n")
    assert found.where("DOS207") == ["acme/web/records.yml:2:8"]


def test_dates_and_durations_that_cannot_be_meant_are_told(read):
    found = read("tasks:\n- {id: T-1, title: x, owner: anna, start: 9999-12-31, duration: 9999999d}\n")
    assert found.codes == ["DOS203", "DOS204"]
    assert [p.hint for p in found.located] == ["the year lies between 1900 and 2200", "at most 10,000 working days"]


def test_a_control_character_written_as_an_escape_is_told(read):
    found = read('risks:\n- {id: R-1, title: "bell \\x07"}\n')
    assert ("DOS106" in found.codes) and found.where("DOS106") == ["acme/web/records.yml:2:20"]
