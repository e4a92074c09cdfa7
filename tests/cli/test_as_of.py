"""The day that a command takes for today: of the command line, the environment, mkdocs.yml, the build, or the clock."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main

LINE, ENVIRONMENT, SETTING, EPOCH = "2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"
EPOCH_SECONDS = "1772582400"  # 2026-03-04 00:00 UTC
PLUGIN = "plugins:\n- search\n- dossier:\n    as_of: {}\n"


@pytest.fixture
def root(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which commands run, and nothing that names a day but SOURCE_DATE_EPOCH."""
    monkeypatch.chdir(content.parent)
    monkeypatch.delenv("DOSSIER_AS_OF", raising=False)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH_SECONDS)
    return content.parent


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def day(*arguments: str) -> str:
    """The day as of which a plan is shown."""
    result = run("plan", "acme/web", "--format", "json", *arguments)
    return str(json.loads(result.stdout)["as_of"])


def test_the_command_line_wins_over_the_environment_and_that_over_mkdocs_yml(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    assert day() == EPOCH
    (root / "mkdocs.yml").write_text(PLUGIN.format(SETTING))
    assert day() == SETTING
    monkeypatch.setenv("DOSSIER_AS_OF", ENVIRONMENT)
    assert day() == ENVIRONMENT
    assert day("--as-of", LINE) == LINE


@pytest.mark.parametrize("command", [("build",), ("emit", "out")])
def test_sites_are_of_the_day_of_mkdocs_yml(root: Path, command: tuple[str, ...]):
    """
    tasks: [{id: T-1, title: Dig, duration: 2d, owner: anna}]
    """
    (root / "mkdocs.yml").write_text(f"site_name: A\ndocs_dir: content\ntheme: material\n{PLUGIN.format(SETTING)}")
    assert f"as of {SETTING}" in run(*command).output


def test_the_mkdocs_yml_of_the_folder_that_is_checked_counts(
    root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
):
    (root / "mkdocs.yml").write_text(PLUGIN.format("no day"))
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "found `no day`" in run("check", str(root / "content")).output


@pytest.mark.parametrize(
    "written",
    [
        f"plugins:\n  dossier: {{as_of: {SETTING}}}\n",
        f"plugins:\n- dossier: {{as_of: '{SETTING}', enabled: true}}\n",
        f"extra: !!python/name:os.system\nplugins:\n- dossier: {{as_of: {SETTING}}}\n",
        f"plugins:\n- dossier:\n    as_of: !ENV [NO_SUCH_DAY, {SETTING}]\n",
        "plugins:\n- dossier:\n    as_of: !ENV [NO_SUCH_DAY, SOME_DAY, 2026-01-01]\n",
        "plugins:\n- dossier:\n    as_of: !ENV SOME_DAY\n",
        "INHERIT: base.yml\nsite_name: A\n",
        "INHERIT: base.yml\nplugins:\n  dossier: {language: zh}\n",
        f"extra: &e {{as_of: {SETTING}}}\nplugins:\n- dossier: {{<<: *e}}\n",
        f"extra: [&a {{as_of: {SETTING}}}, &b {{as_of: 2026-01-01}}]\nplugins:\n- dossier: {{<<: [*a, *b]}}\n",
    ],
)
def test_mkdocs_yml_is_read_as_mkdocs_reads_it(root: Path, monkeypatch: pytest.MonkeyPatch, written: str):
    monkeypatch.setenv("SOME_DAY", SETTING)
    (root / "base.yml").write_text(f"plugins:\n  dossier: {{as_of: {SETTING}}}\n")
    (root / "mkdocs.yml").write_text(written)
    assert day() == SETTING


@pytest.mark.parametrize(
    "written",
    [
        "",
        "- a list\n",
        "plugins:\n- dossier\n",
        "plugins:\n- dossier:\n    as_of:\n",
        "plugins: dossier\n",
        "INHERIT: mkdocs.yml\n",
        "INHERIT: base.yml\nplugins: [search]\n",
        "plugins:\n- dossier:\n    as_of: !ENV NO_SUCH_DAY\n",
    ],
)
def test_a_mkdocs_yml_that_names_no_day_is_none(root: Path, written: str):
    (root / "base.yml").write_text(f"plugins:\n  dossier: {{as_of: {SETTING}}}\n")
    (root / "mkdocs.yml").write_text(written)
    assert day() == EPOCH


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (b"plugins: [\n", "mkdocs.yml, line 2: "),
        (b"plugins:\n- dossier: {as_of: 2026-03-03\n", "mkdocs.yml, line 3: "),
        (b"[" * 100_000, "mkdocs.yml"),
        (b"site_name: caf\xe9\n", "mkdocs.yml cannot be read: "),
        (b"INHERIT: base.yml\n", "base.yml, line 2: "),
    ],
)
def test_a_mkdocs_yml_that_cannot_be_read_names_a_day_that_nobody_knows(
    root: Path, monkeypatch: pytest.MonkeyPatch, written: bytes, told: str
):
    (root / "base.yml").write_text("plugins: [\n")
    (root / "mkdocs.yml").write_bytes(written)
    result = run("check")
    assert result.exit_code == 2
    assert told in result.stderr
    assert "say it with --as-of" in result.stderr
    assert day("--as-of", LINE) == LINE
    monkeypatch.setenv("DOSSIER_AS_OF", ENVIRONMENT)
    assert day() == ENVIRONMENT


@pytest.mark.parametrize(
    ("written", "environment", "told"),
    [
        (PLUGIN.format("foo"), "", "as_of in mkdocs.yml: expected a date (YYYY-MM-DD), found `foo`"),
        (PLUGIN.format("2026-02-30"), "", "as_of in mkdocs.yml: expected a date (YYYY-MM-DD), found `2026-02-30`"),
        (PLUGIN.format(SETTING), "soon", "DOSSIER_AS_OF: expected a date (YYYY-MM-DD), found `soon`"),
    ],
)
def test_what_is_no_day_is_told_with_where_it_stands(
    root: Path, monkeypatch: pytest.MonkeyPatch, written: str, environment: str, told: str
):
    (root / "mkdocs.yml").write_text(written)
    monkeypatch.setenv("DOSSIER_AS_OF", environment)
    result = run("check")
    assert (result.exit_code, result.stderr) == (2, f"Error: {told}\n")


def test_a_mistyped_setting_is_told_with_the_near_one(root: Path):
    (root / "mkdocs.yml").write_text(PLUGIN.replace("as_of", "as_off").format(SETTING))
    result = run("check")
    assert (result.exit_code, result.stderr) == (
        0,
        "mkdocs.yml: the plugin dossier has no setting `as_off`; did you mean `as_of`?\n",
    )


def test_the_settings_are_those_that_mkdocs_knows():
    from dossier.hosts.asked import DossierConfig
    from dossier.hosts.plugin_settings import SETTINGS

    assert [name for name, _ in DossierConfig._schema] == list(SETTINGS)
