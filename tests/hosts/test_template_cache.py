"""A template is compiled once for a program and a text, and again for every other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import jinja2
import pytest

from dossier.hosts.template_cache import TemplateCache
from tests.bench.portfolio import write_requirements


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
    page = templates.get_template("page.html").render(name="REQ-1")
    cache.keep()
    return page, Counting.compiled


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


@pytest.mark.parametrize("in_the_way", ["a folder", "no folder"])
def test_where_nothing_can_be_kept_pages_are_made_all_the_same(tmp_path: Path, in_the_way: str):
    if in_the_way == "a folder":
        (tmp_path / "templates").mkdir()
    else:
        tmp_path.joinpath("file").write_text("")
    cache = TemplateCache(tmp_path / ("templates" if in_the_way == "a folder" else "file/templates"), "one")
    templates = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path / "theme"), bytecode_cache=cache)
    assert templates.get_template("page.html").render(name="REQ-1") == "of REQ-1"
    cache.keep()


# ---- in builds -----------------------------------------------------------------------------------------------------


def built(root: Path, home: Path, more: str = "") -> dict[str, bytes]:
    """A site built from nothing, with `more` in mkdocs.yml, by a user whose own files lie in a home folder."""
    write_requirements(root, 3, files="markdown")
    with (root / "mkdocs.yml").open("a") as configuration:
        configuration.write(more)
    command = [sys.executable, "-m", "dossier", "build", "--as-of", "2026-10-30"]
    environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    site = root / "site"
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def kept_at(home: Path) -> dict[str, int]:
    """What is kept in a home folder, with the time of its last change."""
    return {path.name: path.stat().st_mtime_ns for path in home.glob("dossier/*")}


@pytest.mark.skipif(sys.platform != "linux", reason="where a user's cache lies is set by other names elsewhere")
def test_another_workspace_of_the_same_user_compiles_nothing_and_makes_the_same(tmp_path: Path):
    first = built(tmp_path / "one", tmp_path / "home")
    kept = kept_at(tmp_path / "home")
    assert set(kept) == {"templates-host", "templates-pages"}
    assert built(tmp_path / "two", tmp_path / "home") == first
    assert kept_at(tmp_path / "home") == kept


@pytest.mark.skipif(sys.platform != "linux", reason="where a user's cache lies is set by other names elsewhere")
def test_where_a_configuration_brings_programs_the_templates_of_the_host_are_not_kept(tmp_path: Path):
    tmp_path.joinpath("one").mkdir()
    tmp_path.joinpath("one/hook.py").write_text("def on_env(env, config, files):\n    env.filters['url'] = str\n")
    built(tmp_path / "one", tmp_path / "home", "hooks: [hook.py]\n")
    assert set(kept_at(tmp_path / "home")) == {"templates-pages"}
