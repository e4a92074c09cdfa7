"""Files that are not as they should be: each is told at its place, and everything else is still read."""

from __future__ import annotations

import os
from pathlib import Path

import pygit2
import pytest

from dossier.load import load
from dossier.problems.problem import Place
from dossier.problems.rules import severity
from dossier.render.located import located
from dossier.text.git_tree import committed_tree
from dossier.text.source import Source, decoded, read_tree
from dossier.text.spans import SpanFinder
from dossier.text.yaml import compose
from tests.repository import begun, commit

GOOD = "risks:\n- {id: R-1, title: Late delivery}\n"


def only_problem(read, spoilt: str | bytes, path: str = "acme/web/spoilt.yml"):
    """The one problem of a spoilt file that stands beside a good one, which is still read."""
    found = read("# acme/web/good.yml\n" + GOOD, files={path: spoilt})
    assert [record.id for record in found.dossier.records] == ["anna", "R-1"]
    assert len(found.located) == 1, found.codes
    problem = found.located[0]
    assert problem.file == path
    return problem.code, problem.line, problem.column


def test_a_file_in_another_encoding_is_told_at_its_first_wrong_byte(read):
    assert only_problem(read, "risks:\n- {id: R-2, title: 延期}\n".encode("gbk")) == ("DOS101", 2, 20)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told(read, encoding: str):
    assert only_problem(read, GOOD.encode(encoding))[0] == "DOS101"


def test_a_few_zeros_are_characters_to_delete(read):
    assert only_problem(read, GOOD.replace("Late", "La\0te")) == ("DOS106", 2, 22)


def test_a_byte_order_mark_is_told_and_the_file_is_read(read):
    found = read("", files={"acme/web/r.yml": b"\xef\xbb\xbf" + GOOD.encode()})
    assert found.codes == ["DOS102"]
    assert [record.id for record in found.dossier.records] == ["anna", "R-1"]


def test_windows_line_ends_are_told_once_and_the_lines_are_right(read):
    text = GOOD.replace("Late delivery}", "Late delivery, owner: nobody}").replace("\n", "\r\n")
    found = read("", files={"acme/web/r.yml": text.encode()})
    assert found.where("DOS103") == ["acme/web/r.yml:1:1"]
    assert found.where("DOS410") == ["acme/web/r.yml:2:42"]


def test_old_mac_line_ends_are_read_too(read):
    found = read("", files={"acme/web/r.yml": GOOD.replace("\n", "\r").encode()})
    assert found.codes == ["DOS103"]
    assert len(found.dossier.records) == 2


def test_a_tab_for_indentation_is_told_where_it_stands(read):
    assert only_problem(read, "risks:\n- id: R-2\n\ttitle: Late\n") == ("DOS110", 3, 1)


def test_an_empty_file_is_told(read):
    assert only_problem(read, "") == ("DOS114", 1, 1)
    assert only_problem(read, "\n  \n# only a comment\n") == ("DOS114", 1, 1)


def test_a_quote_that_is_never_closed_is_told_where_it_begins(read):
    assert only_problem(read, 'risks:\n- id: R-2\n  title: "Late\n- id: R-3\n') == ("DOS110", 3, 10)


def test_a_backslash_between_double_quotes_is_told_where_it_stands(read):
    found = read("", files={"acme/web/r.yml": 'risks:\n- id: R-2\n  title: "C:\\data"\n'})
    assert found.where("DOS110") == ["acme/web/r.yml:3:13"]
    assert "single quotes" in found.located[0].hint


def test_a_line_that_is_no_field_is_told_at_itself(read):
    assert only_problem(read, "risks:\n- id: R-2\n  title: Late\nand more text\n- id: R-3\n") == (
        "DOS110",
        4,
        1,
    )


@pytest.mark.parametrize("bracket", ["[", "{", "- ", "? "])
def test_a_hundred_thousand_levels_do_not_end_the_program(read, bracket):
    code, line, _ = only_problem(read, "risks:\n  " + bracket * 100_000)
    assert (code, line) == ("DOS113", 2)


def test_deep_nesting_by_indentation_is_told(read):
    deep = "".join(" " * depth + "a:\n" for depth in range(500))
    assert only_problem(read, deep)[0] == "DOS113"


def test_an_alias_is_told_at_the_text_it_repeats(read):
    text = "risks:\n- {id: R-2, title: &t Late}\n- {id: R-3, title: *t}\n"
    assert only_problem(read, text) == ("DOS112", 2, 20)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("!important Late", "`!important` is a tag"), ("&quot Late", "`&quot` is an anchor"), ("! Late", "`!` is a tag"),
        ("!!binary aGVsbG8=", "`!binary` is a tag"), ("[a, !x b]", "`!x` is a tag"),
    ],
)  # fmt: skip
def test_what_yaml_would_take_out_of_a_text_is_told(read, value, told):
    found = read("", files={"acme/web/r.yml": f"risks:\n- id: R-1\n  title: {value}\n"})
    assert found.where("DOS112") == [f"acme/web/r.yml:3:{14 if '[' in value else 10}"]
    assert told in found.located[0].message


@pytest.mark.parametrize(
    ("title", "column"), [("#336699", 10), ("Late #2 of 3", 15), ("Late\t#2", 15), ("Late\n    again #2", 11)]
)
def test_what_looks_like_a_text_and_is_a_comment_is_told(read, title, column):
    found = read("", files={"acme/web/r.yml": f"risks:\n- id: R-1\n  title: {title}\n"})
    line = 4 if "\n" in title else 3
    assert found.where("DOS116") == [f"acme/web/r.yml:{line}:{column}"]


def test_so_it_is_in_a_list_and_in_a_front_matter(read):
    found = read("", files={"acme/web/a.md": "---\ntype: risk\nid: R-1\ntitle: Late\ntags:\n- #one\n- two\n---\n"})
    assert found.where("DOS116") == ["acme/web/a.md:6:3"]


@pytest.mark.parametrize(
    "value",
    [
        "Late # meant",
        "'Late #2'",
        '"#2"',
        "Late ## meant",
        "|\n    Late #2",
        "Late#2",
        "'Late' #2",
        "Late\n  #cause: gone",
    ],
)
def test_a_comment_that_is_one_and_a_sign_within_a_text_are_not_told(read, value):
    found = read("", files={"acme/web/r.yml": f"risks:\n- id: R-1\n  title: {value}\n"})
    assert "DOS116" not in found.codes


def test_a_tag_behind_a_second_byte_order_mark_is_told(read):
    found = read("", files={"acme/web/r.yml": "\ufeff\ufeff!t\n"})
    assert "DOS112" in found.codes


@pytest.mark.parametrize("value", ["R&D!", "'!important'", "A & B ! C", "|\n    Note: !x and &y"])
def test_what_is_a_part_of_the_text_stays_one(read, value):
    found = read("", files={"acme/web/r.yml": f"risks:\n- id: R-1\n  title: T\n  cause: {value}\n"})
    assert found.codes == []
    assert found.dossier.by_id["R-1"].cause == value.strip("'").removeprefix("|\n").strip()


def test_aliases_cannot_blow_up(read):
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    found = read("", files={"acme/web/bomb.yml": "\n".join(lines)})
    assert set(found.codes) == {"DOS112"}


def test_a_key_that_stands_twice_is_told_at_the_second(read):
    found = read("", files={"acme/web/r.yml": "risks:\n- id: R-1\n  title: Late\n  title: Later\n"})
    assert found.where("DOS111") == ["acme/web/r.yml:4:3"]
    assert found.dossier.by_id["R-1"].title == "Late"


def test_every_key_that_is_no_text_is_told_where_it_stands(read):
    text = "? [a, b]\n: 1\n[x]: 3\nrisks:\n- {c: d}: 2\n  id: R-1\n  title: Late\n"
    found = read("", files={"acme/web/r.yml": text})
    assert found.where("DOS206") == [f"acme/web/r.yml:{place}" for place in ("1:3", "3:1", "5:3")]
    assert found.codes == ["DOS206"] * 3
    assert found.dossier.by_id["R-1"].title == "Late"


def test_two_languages_for_one_field_are_the_same_key(read):
    found = read("", files={"acme/web/r.yml": "risks:\n- id: R-1\n  title: Late\n  标题: 延期\n"})
    assert found.where("DOS111") == ["acme/web/r.yml:4:3"]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufffe"])
def test_a_control_character_is_told_where_it_stands(read, character):
    text = f"risks:\n- id: R-2\n  title: La{character}te\n"
    assert only_problem(read, text) == ("DOS106", 3, 12)


def test_other_invisible_and_astral_characters_are_text(read):
    found = read("", files={"acme/web/r.yml": "risks:\n- {id: R-1, title: 👩‍💻 𠮷\u00a0}\n"})
    assert found.codes == []


def test_a_file_of_six_megabytes_is_not_read():
    source, problems = decoded("big.yml", b"# " + b"x" * 6_000_000)
    assert source is None
    assert [problem.code for problem in problems] == ["DOS104"]


def test_a_link_out_of_the_content_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "content").mkdir()
    (tmp_path / "secret.yml").write_text("risks: []", encoding="utf-8")
    (tmp_path / "content" / "r.yml").symlink_to(tmp_path / "secret.yml")
    (tmp_path / "content" / "picture.png").symlink_to(tmp_path / "secret.yml")
    (tmp_path / "content" / "folder").symlink_to(tmp_path)
    (tmp_path / "content" / "broken.yml").symlink_to(tmp_path / "content" / "nothing.yml")
    (tmp_path / "content" / "round.yml").symlink_to(tmp_path / "content" / "round.yml")
    tree = read_tree(tmp_path / "content")
    assert tree.sources == ()
    assert tree.files == frozenset()
    found = [(p.code, p.place.path) for p in tree.problems]
    assert found == [("DOS105", name) for name in ("broken.yml", "folder", "r.yml", "round.yml")]


def test_a_link_to_another_file_of_the_content_folder_is_followed(tmp_path: Path):
    (tmp_path / "r.yml").write_text("risks: []", encoding="utf-8")
    (tmp_path / "p.png").write_bytes(b"")
    (tmp_path / "s.yml").symlink_to("r.yml")
    (tmp_path / "q.png").symlink_to("p.png")
    tree = read_tree(tmp_path)
    assert [source.text for source in tree.sources] == ["risks: []"] * 2
    assert tree.files == {"p.png", "q.png"}
    assert tree.problems == ()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told_and_the_rest_is_read(tmp_path: Path):
    for name in ("a.yml", "closed/b.yml", "listed/c.yml", "listed/d/e.yml", "f.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("risks: []", encoding="utf-8")
    (tmp_path / "closed").chmod(0)
    (tmp_path / "listed").chmod(0o444)
    (tmp_path / "f.yml").chmod(0)
    try:
        tree = read_tree(tmp_path)
    finally:
        (tmp_path / "closed").chmod(0o755)
        (tmp_path / "listed").chmod(0o755)
    assert [source.path for source in tree.sources] == ["a.yml"]
    told = [(p.code, p.place.path) for p in tree.problems]
    assert told == [("DOS105", name) for name in ("closed", "f.yml", "listed/c.yml", "listed/d")]


def test_a_pipe_is_told_and_does_not_hang(tmp_path: Path):
    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content" / "r.yml")
    tree = read_tree(tmp_path / "content")
    assert [problem.code for problem in tree.problems] == ["DOS105"]


def test_hidden_files_are_not_read(tmp_path: Path):
    (tmp_path / ".secret.yml").write_text("nonsense: [", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yml").write_text("nonsense: [", encoding="utf-8")
    assert read_tree(tmp_path).sources == ()


def test_the_tree_is_in_order_of_path(tmp_path: Path):
    for name in ("b.yml", "a/z.yml", "a.md", "é.yml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    paths = [source.path for source in read_tree(tmp_path).sources]
    assert paths == sorted(paths, key=lambda path: path.split("/"))


def test_severity_belongs_to_the_code():
    _, problems = decoded("r.yml", b"\xef\xbb\xbfrisks: []")
    assert [severity(problem) for problem in problems] == ["warning"]


def test_a_span_is_found_in_front_matter_and_body():
    text = "---\nid: REQ-1\ntitle: Search\n---\nWhat [[X-9]] is.\n\n## Rationale\n\nBecause REQ-9 says so.\n"
    finder = SpanFinder(Source("acme/web/requirements/a.md", text))
    place = Place("acme/web/requirements/a.md")
    assert _where(finder, place / "title") == (3, 8, 6)
    assert _where(finder, (place / "statement").of("X-9")) == (5, 8, 3)
    assert _where(finder, place / "Rationale") == (7, 1, 12)
    assert _where(finder, (place / "Rationale").of("REQ-9")) == (9, 9, 5)


def test_words_are_found_as_words_of_their_own():
    finder = SpanFinder(Source("a.yml", "risks:\n- affects: T-10, T-1\n  cause: |\n    x\n    T-1 again\n"))
    place = Place("a.yml", ("risks", 0))
    assert _where(finder, (place / "affects").of("T-1")) == (2, 18, 3)
    assert _where(finder, (place / "cause").of("T-1")) == (5, 5, 3)
    assert _where(finder, (place / "cause").of("not there")) == (3, 3, 5)


def test_a_place_that_is_gone_shows_what_is_around_it():
    finder = SpanFinder(Source("a.yml", "risks:\n- id: R-1\n"))
    assert _where(finder, Place("a.yml", ("risks", 0, "owner"))) == (2, 3, 2)
    assert _where(finder, Place("a.yml", ("risks", 7))) == (1, 1, 5)


def _where(finder: SpanFinder, place: Place) -> tuple[int, int, int]:
    span = finder.span(place)
    return span.line, span.column, span.width


def test_yaml_keeps_every_scalar_as_text():
    root, problems = compose(Source("a.yml", "country: no\nversion: 1.10\ndate: 2026-02-30\nnull: ~\n"))
    assert problems == ()
    assert [value.value for _, value in root.value] == ["no", "1.10", "2026-02-30", "~"]


def test_a_second_document_in_one_file_is_told(read):
    assert only_problem(read, "risks: []\n---\nrisks: []\n")[:2] == ("DOS110", 2)


def test_load_of_nothing_is_an_empty_portfolio(tmp_path: Path):
    portfolio, problems = load(read_tree(tmp_path))
    assert (portfolio.clients, portfolio.dossiers, problems) == ((), (), ())
    assert located(problems, ()) == ()


def test_a_pipe_is_no_attachment(tmp_path: Path) -> None:
    """Whoever copied it would wait for ever."""
    (tmp_path / "content").mkdir()
    os.mkfifo(tmp_path / "content" / "a.pdf")
    (tmp_path / "content" / "gone.pdf").symlink_to("nowhere.pdf")
    tree = read_tree(tmp_path / "content")
    assert [(problem.code, problem.place.path) for problem in tree.problems] == [("DOS105", "a.pdf")]
    assert tree.files == frozenset()


def test_a_link_brings_no_file_of_another_client(tmp_path: Path) -> None:
    for client in ("acme", "bolt"):
        (tmp_path / client / "web").mkdir(parents=True)
    (tmp_path / "bolt/web/offer.pdf").write_bytes(b"of bolt")
    (tmp_path / "acme/web/theirs.pdf").symlink_to("../../bolt/web/offer.pdf")
    (tmp_path / "acme/own.pdf").write_bytes(b"of acme")
    (tmp_path / "acme/web/own.pdf").symlink_to("../own.pdf")
    assert read_tree(tmp_path).files == {"bolt/web/offer.pdf", "acme/own.pdf", "acme/web/own.pdf"}


def test_a_link_brings_no_records_of_another_client_on_disk_or_in_a_commit(tmp_path: Path) -> None:
    root = begun(tmp_path / "repo", **{"bolt/web/r.yml": "risks: []\n", "acme/web/project.yml": "title: Web\n"})
    (root / "acme/web/theirs.yml").symlink_to("../../bolt/web/r.yml")
    commit(root)
    for tree in (read_tree(root), committed_tree(pygit2.Repository(str(root)).head.peel(pygit2.Tree))):
        assert [source.path for source in tree.sources] == ["acme/web/project.yml", "bolt/web/r.yml"]
        assert [(problem.code, problem.place.path) for problem in tree.problems] == [("DOS105", "acme/web/theirs.yml")]


@pytest.mark.parametrize("ending", [b".yml", b".md", b".pdf"])
def test_a_name_that_is_not_utf_8_is_a_problem(tmp_path: Path, ending: bytes) -> None:
    """No problem about it could be written, and no page."""
    (tmp_path / "content").mkdir()
    name = b"/content/\xff" + ending
    Path(os.fsdecode(os.fsencode(tmp_path) + name)).write_bytes(b"risks: []\n")
    tree = read_tree(tmp_path / "content")
    assert [(problem.code, problem.place.path) for problem in tree.problems] == [("DOS105", f"?{ending.decode()}")]
    assert (tree.sources, tree.files) == ((), frozenset())
