"""`dossier ci`: the files it writes satisfy the hosts' schemas and a security auditor, and their scripts run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.api_server import serving
from tests.cli.test_clients import RECORDS, workspace
from tests.repository import ENVIRONMENT, commit, git, write

HERE = Path(sys.executable).parent
GITHUB = (".github/workflows/dossier.yml", ".github/workflows/dossier-comment.yml")
PUBLISH = ".github/workflows/dossier-publish.yml"
INSTALL = "dossier @ https://example.org/dossier-0.1.0-py3-none-any.whl"
PAGES = ("--publish", "pages", "--client", "acme", "--client", "言灵")


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the clients acme, beta and 言灵, one commit, and the current folder in it."""
    root = tmp_path / "work"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch", "main")
    commit(workspace(root, "acme", "beta", "言灵"))
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["ci", *arguments], catch_exceptions=False)


def wrote(host: str, *arguments: str) -> str:
    result = run(host, "--install", INSTALL, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def read(path: str) -> Any:
    found = yaml.safe_load(Path(path).read_text("utf-8"))
    return {"on": found.pop(True), **found} if True in found else found  # YAML 1.1 takes `on` for a yes


def tool(name: str, *arguments: str) -> None:
    """Run a program that checks files; what it finds is the test's failure."""
    if not (HERE / name).exists():
        pytest.skip(f"{name} is not installed beside this Python; `pip install -e .[test]` installs it")
    done = subprocess.run((HERE / name, *arguments), check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


def script(job: dict[str, Any], name: str) -> str:
    """The script of a step of a job of GitHub."""
    (step,) = (step for step in job["steps"] if step.get("name") == name)
    return str(step["run"])


def bash(text: str, folder: Path, **variables: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script as strictly as it can be run, with the command `dossier` of this checkout."""
    if not (HERE / "dossier").exists():
        pytest.skip("the command `dossier` is not installed beside this Python; `pip install -e .` installs it")
    path = f"{HERE}{os.pathsep}{os.environ['PATH']}"
    environment = {**ENVIRONMENT, "PATH": path, "PYTHONPATH": str(Path(__file__).parents[2])}
    environment |= {name: str(value) for name, value in variables.items()}
    command = ("bash", "--noprofile", "--norc", "-euo", "pipefail", "-c", text)
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


# What others say about the files


@pytest.mark.parametrize("nested", [False, True], ids=["whole repository", "folder of a repository"])
def test_github_files_satisfy_the_schema_and_the_auditor(work: Path, nested: bool, monkeypatch: pytest.MonkeyPatch):
    if nested:
        (work / "delivery").mkdir()
        shutil.move(work / "content", work / "delivery/content")
        monkeypatch.chdir(work / "delivery")
    wrote("github", *PAGES)
    files = [str(path) for path in sorted((work / ".github/workflows").iterdir())]
    assert len(files) == 3
    tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)
    tool("zizmor", "--offline", "--quiet", "--persona", "pedantic", *files)
    assert all(("delivery" in Path(file).read_text()) == (nested and "comment" not in file) for file in files)


@pytest.mark.parametrize("options", [(), PAGES, ("--include",)], ids=["plain", "pages", "include"])
def test_gitlab_files_satisfy_the_schema(work: Path, options: tuple[str, ...]):
    wrote("gitlab", *options)
    files = sorted(str(path) for path in work.rglob("*.yml") if ".git" in str(path.relative_to(work)))
    assert len(files) == 2
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    tool("check-jsonschema", *schema, *files)


# What may do what


def test_nothing_that_runs_a_pull_request_may_write_or_holds_a_secret(work: Path):
    wrote("github", *PAGES)
    workflow = read(GITHUB[0])
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow["on"]) == {"pull_request", "push", "merge_group", "workflow_dispatch"}
    assert [job["permissions"] for job in workflow["jobs"].values() if "permissions" in job] == [{}]
    for path in (*GITHUB, PUBLISH):
        assert "pull_request_target" not in Path(path).read_text("utf-8")
        assert "secrets" not in Path(path).read_text("utf-8").replace("without secrets", "")


def test_no_script_has_a_value_written_into_it(work: Path):
    wrote("github", *PAGES)
    for path in (*GITHUB, PUBLISH):
        for job in read(path)["jobs"].values():
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")


def test_what_may_comment_fetches_nothing_to_run(work: Path):
    wrote("github")
    workflow = read(GITHUB[1])
    (job,) = workflow["jobs"].values()
    assert (workflow["permissions"], job["permissions"]) == ({}, {"actions": "read", "pull-requests": "write"})
    assert [step.get("uses") for step in job["steps"]] == [None]


def test_every_action_is_pinned_to_a_commit_and_the_whole_history_is_fetched(work: Path):
    wrote("github", *PAGES)
    for path in (*GITHUB, PUBLISH):
        steps = [step for job in read(path)["jobs"].values() for step in job["steps"] if "uses" in step]
        assert all(re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", step["uses"]) for step in steps)
        fetched = [step["with"] for step in steps if "checkout" in step["uses"]]
        assert all(given == {"fetch-depth": 0, "persist-credentials": False} for given in fetched)


def test_nothing_is_published_unless_a_client_is_named(work: Path):
    wrote("github")
    wrote("gitlab")
    assert not (work / PUBLISH).exists()
    assert "pages" not in read(".gitlab-ci.yml")
    refused = run("github", "--install", INSTALL, "--publish", "pages")
    assert (refused.exit_code, "there are: acme, beta, 言灵" in refused.output) == (2, True)
    assert run("github", "--install", INSTALL, "--client", "acme").exit_code == 2
    assert run("github", "--install", INSTALL, "--publish", "pages", "--client", "handbook").exit_code == 2


def test_only_the_named_clients_are_published_each_in_a_folder_of_its_own(work: Path, tmp_path: Path):
    wrote("github", *PAGES[:4])
    build = read(PUBLISH)["jobs"]["build"]
    done = bash(script(build, "Build"), work, OUT=tmp_path / "pages")
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["acme"]
    wrote("gitlab", *PAGES[:4])
    assert read(".gitlab-ci.yml")["pages"]["script"] == ['dossier build --out "$CI_PROJECT_DIR/public" -- acme']


# What the scripts do


@pytest.fixture
def merged(work: Path) -> Path:
    """The repository as GitHub's runner has it: a commit that merges a pull request into main, and origin/main."""
    git(work, "checkout", "--quiet", "-b", "change")
    commit(work, **{"content/言灵/web/records.yml": f"{RECORDS}- {{id: REQ-2, title: More}}\n"})
    git(work, "checkout", "--quiet", "main")
    commit(work, **{"content/beta/web/records.yml": f"{RECORDS}- {{id: REQ-3, title: Other}}\n"})
    git(work, "update-ref", "refs/remotes/origin/main", "main")
    git(work, "checkout", "--quiet", "--detach")
    git(work, "merge", "--quiet", "--no-ff", "change")
    return work


def found_on_github(folder: Path, **variables: str) -> tuple[int, str]:
    output = folder.parent / "output"
    output.write_text("")
    find = script(read(GITHUB[0])["jobs"]["clients"], "Find")
    done = bash(find, folder, GITHUB_OUTPUT=output, **variables)
    return done.returncode, output.read_text("utf-8")


def test_the_matrix_of_a_pull_request_has_the_clients_that_it_changes(merged: Path):
    wrote("github")
    commit(merged, "as if they had been there before")
    git(merged, "update-ref", "refs/remotes/origin/main", "HEAD~1^1")
    change = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
    assert found_on_github(merged, **change) == (0, 'clients=["acme", "beta", "言灵"]\n')  # the workflow itself is new
    git(merged, "rm", "--quiet", "-r", "--cached", ".github")
    git(merged, "commit", "--quiet", "--amend", "--allow-empty", "--message", "without them")
    (merged / ".git/info/exclude").write_text(".github\n")
    assert found_on_github(merged, **change) == (0, 'clients=["言灵"]\n')
    git(merged, "update-ref", "refs/remotes/origin/main", "HEAD")
    assert found_on_github(merged, **change) == (0, "clients=[]\n")
    assert found_on_github(merged, **{**change, "GITHUB_BASE_REF": "gone"}) == (2, "")


def test_the_matrix_of_a_push_has_what_it_changes_and_all_clients_where_that_is_unknown(merged: Path):
    (merged / ".git/info/exclude").write_text(".github\n")
    wrote("github")
    everything = 'clients=["acme", "beta", "言灵"]\n'
    for event, before, expected in [
        ("push", git(merged, "rev-parse", "HEAD^1"), 'clients=["言灵"]\n'),
        ("push", "0" * 40, everything),
        ("merge_group", "", everything),
    ]:
        assert found_on_github(merged, GITHUB_EVENT_NAME=event, BEFORE=before) == (0, expected)


def test_an_empty_matrix_is_skipped_and_that_is_no_failure(work: Path):
    wrote("github")
    jobs = read(GITHUB[0])["jobs"]
    assert jobs["build"]["if"] == "needs.clients.outputs.clients != '[]'"
    assert jobs["passed"]["if"] == "always()"
    assert set(jobs["passed"]["needs"]) == set(jobs) - {"passed"}
    ended = script(jobs["passed"], "See that nothing failed")
    assert (bash(ended, work, FAILED="false").returncode, bash(ended, work, FAILED="true").returncode) == (0, 1)


def test_a_site_is_built_where_the_artefact_is_taken_from(work: Path, tmp_path: Path):
    wrote("github")
    build = read(GITHUB[0])["jobs"]["build"]
    (given,) = (step["env"] for step in build["steps"] if step.get("name") == "Build")
    assert given == {"CLIENT": "${{ matrix.client }}", "OUT": "${{ runner.temp }}/site"}
    assert build["strategy"]["matrix"] == {"client": "${{ fromJSON(needs.clients.outputs.clients) }}"}
    done = bash(script(build, "Build"), work, CLIENT="言灵", OUT=tmp_path / "temp/site")
    assert done.returncode == 0, done.stderr
    (kept,) = (step["with"] for step in build["steps"] if "upload-artifact" in step.get("uses", ""))
    taken = kept["path"].replace("${{ runner.temp }}", str(tmp_path / "temp")).replace("${{ matrix.client }}", "言灵")
    assert (Path(taken) / "index.html").is_file()


@pytest.mark.parametrize("client", ["--audience", "$(exit 9) b"])
def test_a_strange_name_of_a_client_is_a_name_and_nothing_else(work: Path, tmp_path: Path, client: str):
    wrote("github")
    done = bash(script(read(GITHUB[0])["jobs"]["build"], "Build"), work, CLIENT=client, OUT=tmp_path / "site")
    assert (done.returncode, "there is no client" in done.stderr) == (2, True)


def test_a_review_that_could_not_be_made_says_so_in_the_comment_and_fails(work: Path, tmp_path: Path):
    wrote("github")
    review = script(read(GITHUB[0])["jobs"]["review"], "Review")
    summary = tmp_path / "summary"
    given = {"NUMBER": "7", "OUT": tmp_path / "out", "GITHUB_STEP_SUMMARY": summary, "GITHUB_BASE_REF": "gone"}
    assert bash(review, work, **given).returncode == 2
    assert (tmp_path / "out/number").read_text() == "7\n"
    said = (tmp_path / "out/review.md").read_text()
    assert said == summary.read_text()
    assert said.startswith("<!-- dossier-review -->\n**Not reviewed:**")


def test_a_review_is_handed_over_with_the_number_and_as_the_job_s_summary(merged: Path, tmp_path: Path):
    wrote("github")
    review = script(read(GITHUB[0])["jobs"]["review"], "Review")
    summary = tmp_path / "summary"
    given = {"NUMBER": "7", "OUT": tmp_path / "out", "GITHUB_STEP_SUMMARY": summary, "GITHUB_BASE_REF": "main"}
    done = bash(review, merged, **given)
    assert (done.returncode, done.stderr) == (0, "")
    said = (tmp_path / "out/review.md").read_text("utf-8")
    assert (said, said.split("\n")[0]) == (summary.read_text("utf-8"), "<!-- dossier-review -->")
    assert "REQ-2" in said
    assert "REQ-3" not in said


def extended(job: str) -> list[str]:
    """The jobs that a job of GitLab extends."""
    names = read(".gitlab-ci.yml")[job].get("extends", [])
    return [names] if isinstance(names, str) else names


def of_gitlab(job: str, key: str) -> list[Any]:
    """What a job has under a key, and before it what the jobs have that it extends and that stand in the same file."""
    jobs = read(".gitlab-ci.yml")
    return [jobs[name][key] for name in (*extended(job), job) if key in jobs.get(name, {})]


def scripts_of_gitlab(job: str) -> str:
    """The script that GitLab runs: the job's own, else the last that it extends."""
    return "\n".join(of_gitlab(job, "script")[-1])


def variables_of_gitlab(job: str) -> dict[str, str]:
    """The variables of a job, with those of the jobs that it extends."""
    return {name: value for variables in of_gitlab(job, "variables") for name, value in variables.items()}


def sites_on_gitlab(folder: Path, **variables: str) -> Any:
    done = bash(scripts_of_gitlab("dossier-clients"), folder, CI_PROJECT_DIR=folder, **variables)
    assert done.returncode == 0, done.stderr
    return read(".dossier-sites.yml")


def test_the_pipeline_of_the_sites_has_a_job_for_each_client_that_changes(merged: Path):
    base = git(merged, "rev-parse", "HEAD^1")
    (merged / ".git/info/exclude").write_text(".gitlab*\n")
    wrote("gitlab")
    change = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}
    templates = {"include": {"local": "/.gitlab/dossier-site.yml"}}
    site = {"extends": ".dossier-site", "parallel": {"matrix": [{"CLIENT": ["言灵"]}]}}
    assert sites_on_gitlab(merged, **change) == {**templates, "site": site}
    shutil.copy(".dossier-sites.yml", ".dossier-site.yml")
    none = sites_on_gitlab(merged, **{**change, "CI_MERGE_REQUEST_DIFF_BASE_SHA": "HEAD"})
    assert none == {**templates, "none": {"extends": ".dossier-no-site"}}
    site["parallel"] = {"matrix": [{"CLIENT": ["acme", "beta", "言灵"]}]}
    schema = ("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")
    tool("check-jsonschema", *schema, ".dossier-site.yml", ".dossier-sites.yml")
    assert sites_on_gitlab(merged, CI_PIPELINE_SOURCE="push", CI_COMMIT_BEFORE_SHA="0" * 40)["site"] == site
    assert {".dossier-site", ".dossier-no-site"} <= set(read(".gitlab/dossier-site.yml"))


def test_merge_requests_of_forks_are_reviewed_from_a_schedule(work: Path, tmp_path: Path):
    """What the API lists is fetched, reviewed by the project's own dossier, and noted; one that is gone is told, too."""
    wrote("gitlab")
    commit(work)
    git(work, "checkout", "--quiet", "-b", "change")
    commit(work, **{"content/言灵/web/records.yml": f"{RECORDS}- {{id: REQ-2, title: More}}\n"})
    git(work, "update-ref", "refs/merge-requests/7/head", "HEAD")
    git(work, "checkout", "--quiet", "main")
    git(work, "branch", "--delete", "--force", "change")
    runner = tmp_path / "runner"
    git(tmp_path, "clone", "--quiet", str(work), str(runner))
    git(runner, "remote", "remove", "origin")  # it may hold no token to read with
    with serving() as server:
        requests = "/projects/2/merge_requests"
        opened = [{"iid": number, "source_project_id": 9, "target_branch": "main"} for number in (6, 7)]
        server.knows = {"/user": {"id": 30}, requests: opened, f"{requests}/6/notes": [], f"{requests}/7/notes": []}
        given = {
            "CI_PROJECT_DIR": runner,
            "CI_REPOSITORY_URL": work,
            "CI_API_V4_URL": server.address,
            "CI_PROJECT_ID": "2",
            "CI_PIPELINE_ID": "1",
            "CI_PIPELINE_URL": "p",
        }
        given |= {"DOSSIER_REVIEW_TOKEN": "t0", "CI_COMMIT_SHA": "c" * 40}
        for job in ("dossier-forks", "dossier-forks-review", "dossier-forks-comment"):
            done = bash(scripts_of_gitlab(job), runner, **given, **variables_of_gitlab(job))
            assert done.returncode == 0, done.stderr
    told = {path: text for _, path, text in server.told}
    assert set(told) == {f"{requests}/6/notes", f"{requests}/7/notes"}
    assert "**Not reviewed:**" in told[f"{requests}/6/notes"]
    assert "REQ-2" in told[f"{requests}/7/notes"]
    assert git(runner, "status", "--porcelain", "content") == ""


def test_a_schedule_for_forks_does_nothing_else(work: Path):
    wrote("gitlab", *PAGES)
    jobs = [name for name, job in read(".gitlab-ci.yml").items() if not name.startswith(".") and "stage" in job]
    for_forks = {name for name in jobs if ".dossier-of-forks" in extended(name)}
    assert for_forks == {"dossier-forks", "dossier-forks-review", "dossier-forks-comment"}
    never = {"if": "$DOSSIER_FORKS", "when": "never"}
    for name in set(jobs) - for_forks:
        rules = of_gitlab(name, "rules")[-1]
        assert rules[0] == never or all("merge_request_event" in rule["if"] for rule in rules)


def test_what_reads_forks_holds_no_token_and_what_holds_one_runs_no_dossier(work: Path):
    wrote("gitlab")
    review = read(".gitlab-ci.yml")["dossier-forks-review"]
    assert review["script"][0].split("#")[0].strip() == "unset DOSSIER_REVIEW_TOKEN"
    said = bash("\n".join([review["script"][0], "env"]), work, DOSSIER_REVIEW_TOKEN="t0").stdout
    assert "DOSSIER_REVIEW_TOKEN" not in said
    for job in ("dossier-forks", "dossier-forks-comment", "dossier-comment"):
        assert ".dossier" not in extended(job)
        assert variables_of_gitlab(job)["GIT_STRATEGY"] == "none"


def test_gitlab_gets_a_report_of_problems_and_the_job_fails(work: Path):
    wrote("gitlab")
    write(work, "content/acme/web/risks.yml", "risks:\n- {id: R-1, title: Late, owner: nobody}\n")
    done = bash(scripts_of_gitlab("dossier-check"), work, CI_PROJECT_DIR=work)
    assert done.returncode == 1
    assert "R-1" in done.stdout
    problems = json.loads((work / ".dossier-code-quality.json").read_text("utf-8"))
    assert "content/acme/web/risks.yml" in {problem["location"]["path"] for problem in problems}


def test_a_job_of_gitlab_that_calls_git_has_an_image_with_git(work: Path):
    wrote("gitlab", *PAGES)
    jobs = {name: job for name, job in read(".gitlab-ci.yml").items() if isinstance(job, dict)}
    calling = {name for name, job in jobs.items() if "git fetch" in str(job.get("script", ""))}
    assert calling == {"dossier-forks-review"}
    assert not str(jobs["dossier-forks-review"]["image"]).endswith("slim")


def test_gitlab_s_runner_need_not_own_the_repository(work: Path, tmp_path: Path):
    wrote("gitlab")
    line = read(".gitlab/dossier-site.yml")[".dossier"]["before_script"][0]
    assert bash(line, work, CI_PROJECT_DIR=work, HOME=tmp_path).returncode == 0
    assert git(work, "config", "--file", str(tmp_path / ".gitconfig"), "safe.directory") == str(work)


# How dossier is installed


def installed() -> str:
    return str(read(GITHUB[0])["env"]["DOSSIER"])


def test_a_requirements_file_that_names_dossier_is_what_is_installed(work: Path):
    write(work, "requirements.txt", "# ours\ndossier @ git+https://example.org/dossier@v1.2\n")
    assert run("github").exit_code == 0
    assert installed() == "requirements.txt"
    steps = read(GITHUB[0])["jobs"]["check"]["steps"]
    assert steps[2]["run"].endswith('--requirement "$DOSSIER"')
    assert steps[1]["with"]["cache-dependency-path"] == "requirements.txt"


def test_a_requirements_file_above_the_workspace_is_named_from_there(work: Path, monkeypatch: pytest.MonkeyPatch):
    (work / "docs").mkdir()
    shutil.move(work / "content", work / "docs/content")
    write(work, "requirements.txt", "./wheels/dossier-0.1.0-py3-none-any.whl\n")
    monkeypatch.chdir(work / "docs")
    assert run("github").exit_code == 0
    monkeypatch.chdir(work)
    assert installed() == "../requirements.txt"
    assert read(GITHUB[0])["defaults"]["run"]["working-directory"] == "docs"


def test_without_a_word_about_it_nothing_is_guessed(work: Path):
    """The package index has a program of the same name that is somebody else's."""
    write(work, "requirements.txt", "mkdocs\n")
    result = run("github")
    if result.exit_code == 0:  # this dossier itself was installed from a place that a CI can reach
        assert re.match(r"dossier @ (git\+)?https://", installed())
    else:
        assert (result.exit_code, "--install" in result.stderr) == (2, True)
        assert not (work / GITHUB[0]).exists()


@pytest.mark.parametrize(
    "requirement", ["--index-url=x", "dossier\nx", "dossier @ https://$TOKEN@x", "${{ secrets.X }}", "gone.txt"]
)
def test_what_is_no_requirement_is_refused(work: Path, requirement: str):
    assert run("github", "--install", requirement).exit_code == 2
    assert not (work / ".github").exists()


@pytest.mark.parametrize(
    ("requirements", "warned"),
    [
        ("dossier", True),
        ("mkdocs\ndossier>=0.1 ; python_version > '3'\n", True),
        ("dossier @ https://example.org/dossier-0.1.0-py3-none-any.whl\n", False),
        ("--index-url https://own.example/\ndossier-theme\n# dossier\n./dossier-0.1.0-py3-none-any.whl\n", False),
    ],
)
def test_a_bare_name_is_warned_of(work: Path, requirements: str, warned: bool):
    write(work, "requirements.txt", requirements)
    result = run("github")
    assert (result.exit_code, "somebody else's program" in result.stderr) == (0, warned)


def test_pip_takes_the_requirement_from_the_environment(work: Path, tmp_path: Path):
    """A wheel made here, by its path: the command as it stands in the file installs it."""
    wheel = tmp_path / "dossier_stand_in-1-py3-none-any.whl"
    info = "dossier_stand_in-1.dist-info"
    archive = tmp_path / "wheel"
    write(archive, f"{info}/METADATA", "Metadata-Version: 2.1\nName: dossier_stand_in\nVersion: 1\n")
    write(archive, f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    write(archive, f"{info}/RECORD", "")
    write(archive, "stand_in.py", "")
    shutil.make_archive(str(wheel.with_suffix("")), "zip", archive)
    wheel.with_suffix(".zip").rename(wheel)
    wrote("github")
    command = script(read(GITHUB[0])["jobs"]["check"], "Install dossier")
    done = bash(command, work, DOSSIER=wheel, PIP_TARGET=tmp_path / "there", PIP_NO_INDEX="1")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there/stand_in.py").is_file()


# Files that are there already


def test_the_same_arguments_give_the_same_files(work: Path):
    wrote("github", *PAGES)
    first = {path: Path(path).read_text("utf-8") for path in (*GITHUB, PUBLISH)}
    assert [line.split()[0] for line in wrote("github", *PAGES).splitlines()[:3]] == ["unchanged"] * 3
    shutil.rmtree(work / ".github")
    wrote("github", *PAGES)
    assert {path: Path(path).read_text("utf-8") for path in first} == first


def test_a_file_as_it_was_written_is_replaced(work: Path):
    wrote("github")
    wrote("github", "--branch", "trunk")
    assert read(GITHUB[0])["on"]["push"]["branches"] == ["trunk"]


def test_a_file_that_somebody_changed_is_kept_and_the_difference_told(work: Path):
    wrote("github")
    path = work / GITHUB[0]
    own = path.read_text("utf-8").replace("timeout-minutes: 30", "timeout-minutes: 90")
    path.write_text(own, "utf-8")
    result = run("github", "--install", INSTALL, "--branch", "trunk")
    assert (result.exit_code, path.read_text("utf-8")) == (2, own)
    assert "-    timeout-minutes: 90\n+    timeout-minutes: 30\n" in result.stderr
    assert "trunk" not in (work / GITHUB[1]).read_text("utf-8")
    assert run("github", "--install", INSTALL, "--force").exit_code == 0
    assert path.read_text("utf-8") != own


def test_a_pipeline_of_one_s_own_is_kept_and_can_include_ours(work: Path):
    write(work, ".gitlab-ci.yml", "build: {script: [make]}\n")
    refused = run("gitlab", "--install", INSTALL)
    assert (refused.exit_code, "--include" in refused.stderr) == (2, True)
    assert not (work / ".gitlab").exists()
    assert "include:\n  - local: /.gitlab/dossier.yml\n" in wrote("gitlab", "--include")
    assert (work / ".gitlab-ci.yml").read_text() == "build: {script: [make]}\n"
    assert (work / ".gitlab/dossier.yml").is_file()


def test_publishing_that_was_written_before_is_not_forgotten(work: Path):
    wrote("github", *PAGES)
    result = run("github", "--install", INSTALL)
    assert (result.exit_code, f"{PUBLISH} is there from before and still publishes" in result.stderr) == (0, True)


def test_a_link_in_the_place_of_a_file_is_not_followed(work: Path, tmp_path: Path):
    (tmp_path / "elsewhere").write_text("x")
    (work / ".gitlab-ci.yml").symlink_to(tmp_path / "elsewhere")
    assert run("gitlab", "--install", INSTALL, "--force").exit_code == 2
    assert (tmp_path / "elsewhere").read_text() == "x"


def test_printed_files_are_those_that_would_be_written(work: Path):
    said = wrote("github", "--stdout")
    assert not (work / ".github").exists()
    parts = re.split(r"^# ==> (.*) <==\n", said, flags=re.MULTILINE)
    wrote("github")
    assert dict(zip(parts[1::2], (part[:-1] for part in parts[2::2]), strict=True)) == {
        path: (work / path).read_text("utf-8") for path in GITHUB
    }


def test_without_a_repository_there_is_no_ci(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(workspace(tmp_path, "acme"))
    result = run("gitlab", "--install", INSTALL)
    assert (result.exit_code, "git init" in result.stderr) == (2, True)


def test_annotations_name_files_as_the_repository_does(work: Path, monkeypatch: pytest.MonkeyPatch):
    (work / "docs").mkdir()
    shutil.move(work / "content", work / "docs/content")
    write(work, "docs/content/acme/web/risks.yml", "risks:\n- {id: R-1, title: Late, owner: nobody}\n")
    monkeypatch.chdir(work / "docs")
    said = CliRunner().invoke(main, ["check", "content/acme", "--format", "github"]).stdout
    assert "::error file=docs/content/acme/web/risks.yml,line=2," in said
    assert " file=content/" not in said
    commit(work)
    reviewed = CliRunner().invoke(main, ["review", "HEAD~1", "--format", "github"]).stdout
    assert " file=content/" not in reviewed
