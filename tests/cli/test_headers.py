"""`dossier headers` reads the policy of a built site and prints it for a host; what is no site is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from dossier.render.content_security import META, InlineCode, header_policy, policy, with_policy


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["headers", *arguments])


@pytest.fixture
def site(tmp_path: Path) -> str:
    (tmp_path / "index.html").write_text(with_policy(META, policy(InlineCode())), encoding="utf-8")
    return str(tmp_path)


def test_the_policy_of_the_site_is_printed_for_the_host(site: str) -> None:
    result = run("caddy", site, "--under", "acme")
    assert result.exit_code == 0
    assert result.output.startswith("header /acme/* {\n")
    assert f'Content-Security-Policy "{header_policy(policy(InlineCode()))}"' in result.output


@pytest.mark.parametrize(("under", "block"), [("/", "server"), ("/acme/", "location /acme/")])
def test_for_nginx_there_are_bare_lines_since_a_second_location_for_a_path_stops_it(
    site: str, under: str, block: str
) -> None:
    note, *lines = run("nginx", site, "--under", under).output.splitlines()
    assert note.startswith(f"# Into the `{block}` block.")
    assert f'add_header Content-Security-Policy "{header_policy(policy(InlineCode()))}" always;' in lines
    assert all(line.startswith("add_header ") and line.endswith(" always;") for line in lines)


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    result = run("nginx", str(tmp_path))
    assert result.exit_code == 2
    assert "`dossier build` makes one" in result.output


def test_a_page_without_a_policy_is_told(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>by hand</p>", encoding="utf-8")
    result = run("nginx", str(tmp_path))
    assert result.exit_code == 2
    assert "states no policy" in result.output


@pytest.mark.parametrize("path", ["/a b/", "/a;}/", '/"', "/$host/"])
def test_a_path_that_would_end_a_line_of_configuration_is_refused(site: str, path: str) -> None:
    result = run("nginx", site, "--under", path)
    assert result.exit_code == 2
    assert "expected a path" in result.output
