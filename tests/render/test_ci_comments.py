"""The programs that comment on a pull request, run as the CI runs them against a server that answers as its API does."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dossier.render.ci import comment_github, comment_gitlab
from tests.api_server import Server, serving

MARKER = "<!-- dossier-review -->"
REVIEW = f"{MARKER}\n## Passed\n\n@anna signs again.\n"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as state:
        yield state


def run(program: Any, folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-I", str(program.__file__), *arguments)
    return subprocess.run(command, cwd=folder, env=variables, capture_output=True, encoding="utf-8", check=False)


# GitHub


def archive(**files: str | bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name.replace("_md", ".md"), content)
    return written.getvalue()


def comment(number: int, body: str, by: str = "github-actions[bot]") -> dict[str, Any]:
    return {"id": number, "body": body, "user": {"login": by}}


RUN = {
    "id": 41,
    "html_url": "https://github.example/ours/plan/actions/runs/41",
    "head_sha": "c" * 40,
    "head_repository": {"id": 1},
    "repository": {"id": 1},
}
PULL = {"head": {"sha": "c" * 40, "repo": {"id": 1}}}


@pytest.fixture
def github(server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program after a run that left an artefact; pull request 7 is the run's, the server holds one comment."""

    def commented(*, event: dict[str, Any] = RUN, **files: str | bytes) -> subprocess.CompletedProcess[str]:
        packed = archive(**{"number": "7\n", "review_md": REVIEW, **files})
        start = "/repos/ours/plan"
        listed = {"artifacts": [{"id": 3, "size_in_bytes": 9}, {"id": 5, "size_in_bytes": len(packed)}]}
        server.knows = {
            f"{start}/actions/runs/41/artifacts": listed,
            f"{start}/actions/artifacts/5/zip": f"{server.address}/elsewhere/5.zip?sig=x",
            "/elsewhere/5.zip": packed,
            f"{start}/pulls/7": PULL,
            f"{start}/issues/7/comments": [comment(1, "Looks good")],
            **server.knows,
        }
        (tmp_path / "event.json").write_text(json.dumps({"workflow_run": event}))
        variables = {"GITHUB_API_URL": server.address, "GITHUB_REPOSITORY": "ours/plan", "TOKEN": "t0"}
        return run(comment_github, tmp_path, GITHUB_EVENT_PATH=str(tmp_path / "event.json"), **variables)

    return commented


def test_the_first_review_is_a_new_comment(github: Any, server: Server):
    done = github()
    assert done.returncode == 0, done.stderr
    ((method, path, text),) = server.told
    assert (method, path) == ("POST", "/repos/ours/plan/issues/7/comments")
    assert text.startswith(f"{MARKER}\n<sub>From [this run]({RUN['html_url']}) for commit {'c' * 40}.</sub>\n")
    assert "## Passed" in text
    assert "fork" not in text


def test_a_later_review_takes_its_place_wherever_it_stands(github: Any, server: Server):
    others = [comment(number, f"{MARKER} but by a person", "anna") for number in range(150)]
    server.knows["/repos/ours/plan/issues/7/comments"] = [*others, comment(900, f"{MARKER}\nold"), *others]
    assert github().returncode == 0
    ((method, path, _),) = server.told
    assert (method, path) == ("PATCH", "/repos/ours/plan/issues/comments/900")


def test_the_token_is_not_sent_to_where_the_artefact_lies(github: Any, server: Server):
    github()
    assert server.tokens["/elsewhere/5.zip?sig=x"] is None
    assert server.tokens["/repos/ours/plan/pulls/7"] == "Bearer t0"


def test_the_review_of_a_fork_says_first_that_it_is_one_and_calls_nobody(github: Any, server: Server):
    fork = {**RUN, "head_repository": {"id": 2}}
    server.knows["/repos/ours/plan/pulls/7"] = {"head": {"sha": "c" * 40, "repo": {"id": 2}}}
    assert github(event=fork, review_md=f"{MARKER}\nApproved by @ours/leads <!--").returncode == 0
    ((_, _, text),) = server.told
    assert text.index("made in a fork") < text.index("Approved")
    assert "@ours" not in text


@pytest.mark.parametrize(
    ("pull", "said"),
    [
        ({"head": {"sha": "c" * 40, "repo": {"id": 8}}}, "of somebody else"),
        ({"head": {"sha": "c" * 40, "repo": None}}, "of somebody else"),
    ],
    ids=["other repository", "deleted repository"],
)
def test_only_the_pull_request_of_the_run_is_commented_on(github: Any, server: Server, pull: dict[str, Any], said: str):
    server.knows["/repos/ours/plan/pulls/7"] = pull
    done = github()
    assert (done.returncode, said in done.stderr, server.told) == (1, True, [])


def test_a_pull_request_that_went_on_is_left_to_the_next_run(github: Any, server: Server):
    server.knows["/repos/ours/plan/pulls/7"] = {"head": {"sha": "d" * 40, "repo": {"id": 1}}}
    done = github()
    assert (done.returncode, "another commit by now" in done.stdout, server.told) == (0, True, [])


@pytest.mark.parametrize(
    "files",
    [
        {"number": "7/../../issues/8"},
        {"number": "0"},
        {"number": "8"},
        {"number": "7\n8\n"},
        {"number": "٧"},
        {"review_md": "Passed\n"},
        {"review_md": f"{MARKER}\n" + "x" * 60_001},
        {"review_md": f"{MARKER}\n".encode() + b"\0" * 50_000_000},
        {"review_md": b"\xff\xfe"},
    ],
    ids=["path", "zero", "unknown", "two", "other digits", "no marker", "long", "bomb", "not UTF-8"],
)
def test_an_artefact_that_is_no_review_is_refused(github: Any, server: Server, files: dict[str, Any]):
    done = github(**files)
    assert (done.returncode, server.told) == (1, [])
    assert "Traceback" not in done.stderr


def test_a_run_without_a_review_and_one_too_large_are_told(github: Any, server: Server):
    server.knows["/repos/ours/plan/actions/runs/41/artifacts"] = {"artifacts": []}
    assert "left no review" in github().stdout
    server.knows["/repos/ours/plan/actions/runs/41/artifacts"] = {"artifacts": [{"id": 5, "size_in_bytes": 9_000_000}]}
    assert "too large" in github().stderr
    assert server.told == []


# GitLab

REQUESTS = "/projects/2/merge_requests"
FOOTER = "\n\n<sub>From [this pipeline](https://gitlab.example/p/1)"


@pytest.fixture
def gitlab(server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program in a pipeline of project 2; the server has the token's own user, 30, and the notes of each test.

    Reviews are given by the number of their merge request. Number 7 is the pipeline's own unless it is one for forks.
    """

    def noted(
        step: str = "write", *, reviews: dict[int, str] | None = None, forks: bool = False, token: str = "t0"
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / ".dossier-review/1").mkdir(parents=True, exist_ok=True)
        for number, text in ({7: REVIEW} if reviews is None else reviews).items():
            (tmp_path / f".dossier-review/1/{number}.md").write_text(text, "utf-8")
        server.knows = {"/user": {"id": 30}, f"{REQUESTS}/7/notes": [], **server.knows}
        variables = {
            "CI_API_V4_URL": server.address,
            "CI_PROJECT_ID": "2",
            "CI_PIPELINE_ID": "1",
            "CI_PIPELINE_URL": "https://gitlab.example/p/1",
            "CI_COMMIT_SHA": "c" * 40,
            "DOSSIER_REVIEW_TOKEN": token,
        }
        return run(comment_gitlab, tmp_path, step, **variables | ({} if forks else {"CI_MERGE_REQUEST_IID": "7"}))

    return noted


def note(number: int, body: str, by: int = 30) -> dict[str, Any]:
    return {"id": number, "body": body, "author": {"id": by}}


def test_the_first_review_is_a_new_note(gitlab: Any, server: Server):
    done = gitlab()
    assert done.returncode == 0, done.stderr
    ((method, path, text),) = server.told
    assert (method, path) == ("POST", f"{REQUESTS}/7/notes")
    assert text.startswith(f"{MARKER}\n")
    assert text.endswith(f"{FOOTER} for commit {'c' * 40}.</sub>\n")
    assert "@anna" not in text
    assert server.tokens["/user"] == "t0"


def test_a_later_review_takes_the_place_of_the_own_note(gitlab: Any, server: Server):
    others = [note(number, MARKER, by=4) for number in range(120)]
    server.knows[f"{REQUESTS}/7/notes"] = [*others, note(77, f"{MARKER}\nold")]
    assert gitlab().returncode == 0
    ((method, path, _),) = server.told
    assert (method, path) == ("PUT", f"{REQUESTS}/7/notes/77")


def test_a_note_names_the_last_commit_and_its_pipeline_even_where_it_says_the_same(gitlab: Any, server: Server):
    gitlab()
    before = server.told.pop()[2].replace("/p/1", "/p/0")
    server.knows[f"{REQUESTS}/7/notes"] = [note(77, before)]
    assert gitlab().returncode == 0
    assert [told[0] for told in server.told] == ["PUT"]


def test_no_line_of_a_review_is_a_command_to_gitlab(gitlab: Any, server: Server):
    assert gitlab(reviews={7: f"{MARKER}\nfine\n/merge\n  /approve\n\n\t/assign me\n"}).returncode == 0
    lines = server.told[0][2].split("\n")
    assert [line for line in lines if line.lstrip().startswith("/")] == []
    assert any(line.endswith("/merge") for line in lines)


@pytest.mark.parametrize("review", ["Passed\n", f"{MARKER}\n" + "x" * 60_001, f"{MARKER} forged"])
def test_what_is_no_review_is_not_written_into_a_note(gitlab: Any, server: Server, review: str):
    done = gitlab(reviews={7: review})
    assert (done.returncode, server.told) == (1, [])
    assert "no review" in done.stderr


def test_a_pipeline_of_a_merge_request_writes_to_no_other(gitlab: Any, server: Server):
    assert gitlab(reviews={6: REVIEW, 7: REVIEW}).returncode == 0
    assert [path for _, path, _ in server.told] == [f"{REQUESTS}/7/notes"]


def request(number: int, source: int | None, target: str = "main") -> dict[str, Any]:
    return {"iid": number, "source_project_id": source, "target_branch": target}


def test_open_merge_requests_of_forks_are_listed_with_their_targets(gitlab: Any, server: Server, tmp_path: Path):
    own = [request(number, 2) for number in range(1, 121)]
    server.knows[REQUESTS] = [*own, request(121, 9, "发布/1.0"), request(122, 2), request(123, None)]
    done = gitlab("list", forks=True)
    assert (done.returncode, done.stdout) == (0, "open merge requests from forks: 2\n")
    assert (tmp_path / ".dossier-forks").read_text("utf-8") == "121 发布/1.0\n123 main\n"
    assert server.tokens[f"{REQUESTS}?state=opened&per_page=100&page=2"] == "t0"


def test_each_review_of_a_fork_goes_to_its_own_merge_request(gitlab: Any, server: Server):
    server.knows[f"{REQUESTS}/8/notes"] = [note(80, f"{MARKER}\nold")]
    assert gitlab(reviews={7: REVIEW, 8: REVIEW}, forks=True).returncode == 0
    assert [told[:2] for told in server.told] == [("POST", f"{REQUESTS}/7/notes"), ("PUT", f"{REQUESTS}/8/notes/80")]
    assert all(text.endswith(f"{FOOTER}, which reviews forks.</sub>\n") for _, _, text in server.told)


@pytest.mark.parametrize("forks", [True, False])
def test_what_an_earlier_pipeline_left_on_the_runner_is_not_written(
    gitlab: Any, server: Server, tmp_path: Path, forks: bool
):
    (tmp_path / ".dossier-review/0").mkdir(parents=True)
    for path in (".dossier-review/0/7.md", ".dossier-review/7.md"):
        (tmp_path / path).write_text(REVIEW, "utf-8")
    assert gitlab(reviews={}, forks=forks).returncode == (0 if forks else 1)
    assert server.told == []


def test_a_review_of_a_fork_that_says_the_same_is_not_written_again(gitlab: Any, server: Server):
    gitlab(forks=True)
    text = server.told.pop()[2].replace("/p/1", "/p/0").rstrip()
    server.knows[f"{REQUESTS}/7/notes"] = [note(70, text)]
    assert (gitlab(forks=True).returncode, server.told) == (0, [])
    assert gitlab(forks=True, reviews={7: REVIEW.replace("Passed", "Not passed")}).returncode == 0
    assert [told[:2] for told in server.told] == [("PUT", f"{REQUESTS}/7/notes/70")]


def test_a_fork_that_fails_does_not_keep_the_others_from_their_notes(gitlab: Any, server: Server):
    done = gitlab(reviews={5: REVIEW, 6: "no review", 7: REVIEW}, forks=True)  # of 5, the server knows nothing
    assert (done.returncode, [path for _, path, _ in server.told]) == (1, [f"{REQUESTS}/7/notes"])
    assert "!5: no note: HTTP Error 404" in done.stderr
    assert "!6: no note: this is no review" in done.stderr


@pytest.mark.parametrize("step", ["list", "write"])
def test_without_a_token_it_says_what_to_set(gitlab: Any, server: Server, step: str):
    done = gitlab(step, forks=True, token="")
    assert (done.returncode, "DOSSIER_REVIEW_TOKEN" in done.stderr, server.told) == (1, True, [])
