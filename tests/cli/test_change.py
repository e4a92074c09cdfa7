"""`dossier change`: each step in order and by somebody entitled, written where the record stands."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.load import load
from dossier.records.change_request import ChangeRequest
from dossier.text.source import read_tree
from tests.repository import begun, commit, git
from tests.test_handbook import EXAMPLES, FILES

PEOPLE = """\
people:
- {id: tom, title: Tom Ray, side: supplier}
- {id: nia, title: Nia Low, side: supplier}
- {id: cleo, title: Cleo Dee, side: client}
tasks:
- {id: T-1, title: Cards, owner: tom, duration: 5d, progress: 40%}
"""
CHANGES = """\
# what they asked for
change_requests:
- id: CR-001   # by phone
  title: Gift cards
  touches: [T-1]
  steps:
  # written down by Tom
  - {step: requested, by: anna, on: 2026-03-02}   # Monday
- id: CR-002
  title: Vouchers
  steps:
  - {step: requested, by: cleo, on: 2026-03-02}
"""


@pytest.fixture
def records(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two change requests; commands run in its folder. The client's one signer is Anna."""
    (content / "acme/web/people.yml").write_text(PEOPLE, encoding="utf-8")
    path = content / "acme/web/change_requests.yml"
    path.write_bytes(CHANGES.encode())
    monkeypatch.chdir(content.parent)
    return path


def change(name: str, *arguments: str, as_of: str = "2026-03-31") -> Result:
    return CliRunner().invoke(main, ["change", name, "acme/web", *arguments, "--as-of", as_of], catch_exceptions=False)


def assess(*more: str) -> Result:
    return change(
        "assess", "CR-001", "--by", "tom", "--on", "2026-03-04", *(more or ("--time", "3", "--cost", "1,200"))
    )


def read(records: Path, identifier: str = "CR-001") -> ChangeRequest:
    portfolio, problems = load(read_tree(records.parents[2]))
    assert [p for p in problems if p.code != "DOS103"] == []
    found = portfolio.dossiers[0].find(identifier)
    assert isinstance(found, ChangeRequest)
    return found


def refused(result: Result, records: Path, *said: str, text: str = "") -> None:
    assert result.exit_code == 2, result.output
    for words in said:
        assert words in result.output
    assert records.read_bytes().decode() == (text or CHANGES)


def test_a_change_goes_from_the_wish_to_the_day_it_is_done_and_the_file_keeps_its_comments(records: Path):
    result = assess("--scope", "One more method", "--time", "3", "--cost", "1,200.50", "--quality", "None")
    assert result.exit_code == 0
    assert "CR-001 Gift cards: assessed by Tom Ray (tom) on 2026-03-04" in result.output
    assert "written: content/acme/web/change_requests.yml" in result.output
    assert "dossier change approve acme/web CR-001 --by …\n      by anna\n" in result.output
    assert change("approve", "CR-001", "--by", "anna", "--on", "2026-03-06").exit_code == 0
    done = change("implement", "CR-001", "--by", "nia", "--note", "Live.")
    assert "T-1 (Cards), which it touches, is at 40 %" in done.output
    assert "CR-001 is closed" in done.output
    assert records.read_text() == CHANGES.replace(
        "  touches: [T-1]\n",
        '  touches: [T-1]\n  impact:\n    scope: One more method\n    time: 3\n    cost: "1200.50"\n    quality: None\n',
    ).replace(
        "   # Monday\n",
        "   # Monday\n"
        "  - {step: assessed, by: tom, on: 2026-03-04}\n"
        "  - {step: approved, by: anna, on: 2026-03-06}\n"
        "  - {step: implemented, by: nia, on: 2026-03-31, note: Live.}\n",
    )


def test_what_is_assessed_again_replaces_the_impact_and_tells_what_went(records: Path):
    assess()
    result = assess("--time", "-2")
    assert "the earlier impact on cost was taken out" in result.output
    found = read(records)
    assert found.impact is not None
    assert (found.impact.time, found.impact.cost) == (-2, None)
    assert [step.step for step in found.steps] == ["requested", "assessed", "assessed"]


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("approve", ("--by", "anna"), "CR-001 was requested on 2026-03-02; what may follow is assessed or rejected or"),
        ("implement", ("--by", "tom"), "not implemented"),
        ("assess", ("--by", "tom"), "--scope, --time (working days), --cost, --quality"),
        ("assess", ("--by", "tom", "--cost", "12 euros"), "expected an amount of money after --cost, found `12 euros`"),
        ("assess", ("--by", "cleo", "--time", "1"), "Cleo Dee is not of the supplier"),
        ("assess", ("--by", "ana", "--time", "1"), "nobody with the id `ana`. did you mean `anna`?"),
        ("assess", ("--by", "T-1", "--time", "1"), "nobody with the id `T-1`"),
        ("assess", ("--by", "tom", "--time", "1", "--on", "2026-04-01"), "2026-04-01 is after 2026-03-31"),
        ("assess", ("--by", "tom", "--time", "1", "--on", "2026-03-01"), "is before CR-001 was requested (2026-03-02)"),
        ("reject", ("--by", "anna"), "--note is needed"),
        ("defer", ("--by", "anna"), "--note is needed"),
        ("reject", ("--by", "tom", "--note", "No."), "Tom Ray may not decide about changes; who may: anna"),
    ],
)
def test_a_step_out_of_order_or_by_somebody_not_entitled_writes_nothing(
    records: Path, name: str, arguments: tuple[str, ...], said: str
):
    refused(change(name, "CR-001", *arguments), records, said)


def test_only_a_signer_approves_and_nobody_twice(records: Path):
    assess()
    text = records.read_text()
    refused(change("approve", "CR-001", "--by", "cleo"), records, "Cleo Dee may not decide", text=text)
    change("approve", "CR-001", "--by", "anna")
    text = records.read_text()
    refused(change("approve", "CR-001", "--by", "anna"), records, "rejected or implemented, not approved", text=text)
    refused(assess(), records, "not assessed", text=text)


def test_what_has_no_impact_is_not_approved(records: Path):
    text = CHANGES.replace("# Monday\n", "# Monday\n  - {step: assessed, by: tom, on: 2026-03-03}\n")
    records.write_text(text, encoding="utf-8")
    refused(change("approve", "CR-001", "--by", "anna"), records, "nobody wrote down what CR-001 does", text=text)


@pytest.mark.parametrize(
    ("limits", "time", "cost", "may"),
    [
        ("cost: 0, time: 0", "0", "0", True),
        ("cost: 0, time: 0", "-3", "-500", True),
        ("cost: 0, time: 0", "0", "0.01", False),
        ("cost: 0, time: 0", "1", "0", False),
        ("cost: '5,000'", "90", "5000", True),
        ("cost: '5,000'", "0", "5000.01", False),
        ("cost: '5,000'", "0", "", False),  # what nobody priced is not within a limit
        ("time: 2", "2", "", True),
    ],
)
def test_a_change_approver_decides_within_the_limits(records: Path, limits: str, time: str, cost: str, *, may: bool):
    project = records.with_name("project.yml")
    declared = f"change_approvers: [{{who: tom, {limits}}}]\n"
    project.write_text(project.read_text() + declared, encoding="utf-8")
    assess("--time", time, *(["--cost", cost] if cost else []))
    result = change("approve", "CR-001", "--by", "tom")
    assert (result.exit_code == 0) == may
    assert may or "Tom Ray may decide about changes" in result.output


def test_somebody_of_another_project_with_a_signers_id_is_no_signer(records: Path):
    pilot = records.parents[1] / "pilot"
    pilot.mkdir()
    (pilot / "project.yml").write_text("title: Pilot\nstart: 2026-03-02\n", encoding="utf-8")
    (pilot / "people.yml").write_text("people:\n- {id: nia, title: Another Nia}\n", encoding="utf-8")
    project = records.with_name("project.yml")
    project.write_text(project.read_text() + "change_approvers: [{who: nia}]\n", encoding="utf-8")
    assess()
    text = records.read_text()
    refused(change("approve", "CR-001", "--by", "pilot/nia"), records, "Another Nia may not decide", text=text)
    assert change("approve", "CR-001", "--by", "nia").exit_code == 0


def test_the_near_number_is_told_and_so_is_a_project_with_errors(records: Path):
    refused(change("approve", "CR-01", "--by", "anna"), records, "no change request `CR-01`", "did you mean")
    refused(change("approve", "T-1", "--by", "anna"), records, "no change request `T-1`")
    wrong = CHANGES.replace("on: 2026-03-02", "on: 2 March", 1)
    records.write_text(wrong, encoding="utf-8")
    refused(assess(), records, "dossier check", "not changed by a command", text=wrong)


def test_a_note_that_would_be_an_error_is_refused_and_any_other_is_kept(records: Path):
    refused(assess("--time", "1", "--note", "\x1b[31mred"), records, "nothing was written", "DOS106")
    note = (
        '"}, {step: approved, by: anna}\n  - {step: approved, by: anna, on: 2026-03-04}\n# <script>alert(1)</script> 好'
    )
    assert assess("--time", "1", "--note", note).exit_code == 0
    found = read(records)
    assert [step.step for step in found.steps] == ["requested", "assessed"]
    assert found.steps[-1].note == note
    told = assess("--time", "1", "--note", note).output
    assert [line for line in told.splitlines() if "script" in line] == [
        line for line in told.splitlines() if "DOS636" in line
    ]


def test_what_was_copied_on_windows_has_plain_line_ends(records: Path):
    assert assess("--scope", "More.\r\nMuch more.\r\n", "--note", "By\r\nmail.").exit_code == 0
    found = read(records)
    assert found.impact
    assert (found.impact.scope, found.steps[-1].note) == ("More.\nMuch more.", "By\nmail.")


def test_lines_of_windows_stay_lines_of_windows(records: Path):
    records.write_bytes(CHANGES.replace("\n", "\r\n").encode())
    assert assess().exit_code == 0
    raw = records.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") == CHANGES.count("\n") + 4


def test_a_chinese_record_is_written_on_in_chinese(records: Path):
    path = records.with_name("变更.md")
    text = "---\n类型: 变更请求\n编号: CR-9\n步骤:\n- {步骤: 已提出, 经办人: anna, 日期: 2026-03-02, 说明: 电话提出}\n---\n# 礼品卡\n\n微信支付。\n"
    path.write_text(text, encoding="utf-8")
    result = change(
        "assess", "CR-9", "--by", "tom", "--time", "2", "--scope", "增加一种支付方式", "--note", "两天：够了"
    )
    assert result.exit_code == 0, result.output
    assert path.read_text(encoding="utf-8") == text.replace(
        "编号: CR-9\n", "编号: CR-9\n影响:\n  范围: 增加一种支付方式\n  时间: 2\n"
    ).replace("电话提出}\n", "电话提出}\n- {步骤: 已评估, 经办人: tom, 日期: 2026-03-31, 说明: 两天：够了}\n")
    assert read(path, "CR-9").status == "assessed"


def test_a_new_one_gets_the_next_number_and_its_first_step(records: Path):
    result = change("new", "--title", "Search: *parts*", "--by", "cleo", "--touches", "T-1", "--reason", "Many ask.")
    assert result.exit_code == 0, result.output
    assert "CR-003 Search: *parts*: requested by Cleo Dee (cleo) on 2026-03-31" in result.output
    assert records.read_text().startswith(CHANGES)
    found = read(records, "CR-003")
    assert (found.title, found.reason, found.touches) == ("Search: *parts*", "Many ask.", ("T-1",))
    assert [(step.step, step.by, step.on) for step in found.steps] == [("requested", "cleo", date(2026, 3, 31))]


def test_a_new_one_may_be_a_file_of_its_own_and_goes_on_from_there(records: Path):
    new = ("--title", "Parts", "--by", "tom", "--on", "2026-03-03", "--markdown", "--description", "All 900.")
    assert change("new", *new).exit_code == 0
    path = records.parent / "change_requests" / "CR-003.md"
    assert read(path.parent, "CR-003").description == "All 900."
    assert path.read_text().endswith("---\n\nAll 900.\n"), "what was not said has no heading either"
    before = path.read_text()
    assert change("assess", "CR-003", "--by", "tom", "--cost", "900").exit_code == 0
    assert path.read_text().endswith(before[before.index("\n---\n") :])
    assert records.read_text() == CHANGES


@pytest.mark.parametrize("description", [(), ("--description", "All 900.")])
def test_the_reason_of_one_in_a_file_of_its_own_stands_under_its_heading(records: Path, description: tuple[str, ...]):
    new = ("--title", "Parts", "--by", "tom", "--on", "2026-03-03", "--markdown", "--reason", "Many ask.\n\nSo do we.")
    result = change("new", *new, *description)
    assert result.exit_code == 0, result.output
    found = read(records.parent / "change_requests", "CR-003")
    assert (found.reason, found.description) == ("Many ask.\n\nSo do we.", "".join(description[1:]))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--by", "nobody"), "nobody with the id `nobody`"),
        (("--by", "tom", "--id", "CR-001"), "CR-001 is there already: Gift cards"),
        (("--by", "tom", "--touches", "T-9"), "nothing was written"),
        (("--by", "tom", "--on", "2026-04-02"), "2026-04-02 is after 2026-03-31"),
    ],
)
def test_a_new_one_that_would_not_hold_writes_nothing(records: Path, arguments: tuple[str, ...], said: str):
    refused(change("new", "--title", "Parts", *arguments), records, said)


@pytest.mark.parametrize(
    ("page", "folder", "number"), [("08-changes.md", "acme/webshop", 3), ("zh.md", "heyuan/mall", 1)]
)
def test_the_commands_of_the_handbook_take_a_change_through_all_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, folder: str, number: int
):
    for each in FILES:
        path = tmp_path / "content" / each.file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(each.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1781000000")  # 9 June 2026
    (shell,) = (each.text for each in EXAMPLES if each.page == page and "dossier change" in each.text)
    for line in re.sub(r"\\\n", "", shell).splitlines():
        result = CliRunner().invoke(main, shlex.split(line)[1:], catch_exceptions=False)
        assert result.exit_code == 0, result.output
    found = next(d for d in load(read_tree(tmp_path / "content"))[0].dossiers if d.folder == folder)
    change = found.find(f"CR-{number:03}")
    assert isinstance(change, ChangeRequest)
    assert [step.step for step in change.steps] == ["requested", "assessed", "approved", "implemented"]
    assert change.impact is not None
    assert change.impact.cost in {4100, 30_000}


# ---- an impact that a branch computes


@pytest.fixture
def branch(records: Path) -> Path:
    """The project in git, and a branch on which the cards take three days longer and a requirement comes with them."""
    root, people = records.parents[3], records.parent / "people.yml"
    people.write_text(PEOPLE.replace(", progress: 40%", ""), encoding="utf-8")
    begun(root)
    git(root, "switch", "--quiet", "--create", "cards")
    people.write_text(PEOPLE.replace("duration: 5d, progress: 40%", "duration: 8d"), encoding="utf-8")
    commit(root, **{"content/acme/web/needs.yml": "requirements:\n- {id: REQ-9, title: Cards by mail}\n"})
    git(root, "switch", "--quiet", "main")
    return records


def test_an_assessment_takes_its_figures_from_a_branch(branch: Path):
    result = assess("--from-branch", "cards", "--quality", "None")
    assert result.exit_code == 0, result.output
    impact = read(branch).impact
    assert (impact.scope, impact.time, impact.quality) == ("New: REQ-9 Cards by mail.", 3, "None")


def test_what_is_said_goes_before_what_is_computed(branch: Path):
    assess("--from-branch", "cards", "--time", "5")
    assert read(branch).impact.time == 5


def test_a_branch_that_changes_nothing_or_is_not_there_assesses_nothing(branch: Path):
    for name, told in (("main", "changes nothing in acme/web"), ("crads", "git knows no commit `crads`")):
        result = assess("--from-branch", name)
        assert result.exit_code == 2
        assert told in result.output
    assert read(branch).impact is None


def test_a_branch_with_errors_assesses_nothing(branch: Path):
    root = branch.parents[3]
    git(root, "switch", "--quiet", "cards")
    commit(root, **{"content/acme/web/more.yml": "risks:\n- {id: K-1, title: Late, owner: nobody}\n"})
    git(root, "switch", "--quiet", "main")
    result = assess("--from-branch", "cards")
    assert result.exit_code == 2
    assert "cards has an error in its records" in result.output
