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
    result = run("nginx", site, "--under", "acme")
    assert result.exit_code == 0
    assert result.output.startswith("location /acme/ {\n")
    assert f'Content-Security-Policy "{header_policy(policy(InlineCode()))}" always;' in result.output


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
