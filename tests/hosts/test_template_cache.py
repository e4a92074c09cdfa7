"""A template is compiled once for a program and a text, and again for every other."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from dossier.hosts.template_cache import TemplateCache


class Counting(jinja2.Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *args, **kwargs):
        type(self).compiled += 1
        return super().compile(*args, **kwargs)


@pytest.fixture(autouse=True)
def _from_nothing(tmp_path: Path):
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/page.html").write_text("of {{ name }}")
    Counting.compiled = 0


def rendered(tmp_path: Path, program: str = "one") -> tuple[str, int]:
    """What a build renders, and how many templates were compiled so far."""
    cache = TemplateCache(tmp_path / "templates", program)
    templates = Counting(loader=jinja2.FileSystemLoader(tmp_path / "theme"), bytecode_cache=cache, autoescape=True)
    return templates.get_template("page.html").render(name="REQ-1"), Counting.compiled


def test_the_next_build_compiles_nothing(tmp_path: Path):
    assert rendered(tmp_path) == ("of REQ-1", 1)
    assert rendered(tmp_path) == ("of REQ-1", 1)


def test_a_template_of_another_text_is_compiled_again(tmp_path: Path):
    rendered(tmp_path)
    (tmp_path / "theme/page.html").write_text("about {{ name }}")
    assert rendered(tmp_path) == ("about REQ-1", 2)


def test_what_another_program_compiled_does_not_count(tmp_path: Path):
    rendered(tmp_path)
    assert rendered(tmp_path, "two") == ("of REQ-1", 2)


def test_a_torn_file_and_one_of_somebody_else_do_not_count(tmp_path: Path):
    rendered(tmp_path)
    kept = (tmp_path / "templates").read_bytes()
    for harmed in (kept[:-1], bytes(32) + kept[32:], b""):
        (tmp_path / "templates").write_bytes(harmed)
        before = Counting.compiled
        assert rendered(tmp_path) == ("of REQ-1", before + 1)


def test_where_nothing_can_be_kept_pages_are_made_all_the_same(tmp_path: Path):
    (tmp_path / "templates").mkdir()
    assert rendered(tmp_path)[0] == "of REQ-1"
