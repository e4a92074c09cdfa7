"""The programs that comment on a pull request, run as the CI runs them against a server that answers as its API does."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dossier.render.ci import comment_github, comment_gitlab

MARKER = "<!-- dossier-review -->"
REVIEW = f"{MARKER}\n## Passed\n\n@anna signs again.\n"


@dataclass
class Server:
    """What a host knows, by path and query; and what it was told: method, path, text and the token that came along."""

    address: str = ""
    knows: dict[str, Any] = field(default_factory=dict)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    tokens: dict[str, str | None] = field(default_factory=dict)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.tokens[self.path] = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")
            address = urlsplit(self.path)
            known = state.knows.get(address.path)
            if isinstance(known, list):  # lists come in pages
                query = parse_qs(address.query)
                size, page = int(query["per_page"][0]), int(query["page"][0])
                known = known[(page - 1) * size : page * size]
            if isinstance(known, str):  # what lies elsewhere
                self.send_response(302)
                self.send_header("Location", known)
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self.answer(200 if known is not None else 404, known)

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
            state.told.append((self.command, self.path, body))
            self.answer(201, {})

        do_PATCH = do_PUT = do_POST  # noqa: N815 - as the server asks for them

        def answer(self, status: int, known: Any) -> None:
            content = known if isinstance(known, bytes) else json.dumps(known).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    state.address = f"http://127.0.0.1:{http.server_port}"
    yield state
    http.shutdown()
    http.server_close()


def run(program: Any, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-I", str(program.__file__))
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


@pytest.fixture
def gitlab(server: Server, tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs the program on merge request 7 of project 2, in which the token's own user, 30, may have left a note."""

    def noted(review: str = REVIEW, notes: tuple[dict[str, Any], ...] = ()) -> subprocess.CompletedProcess[str]:
        (tmp_path / ".dossier-review").mkdir()
        (tmp_path / ".dossier-review/review.md").write_text(review, "utf-8")
        server.knows = {"/user": {"id": 30}, "/projects/2/merge_requests/7/notes": list(notes)}
        variables = {
            "CI_API_V4_URL": server.address,
            "CI_PROJECT_ID": "2",
            "CI_MERGE_REQUEST_IID": "7",
            "CI_PIPELINE_URL": "https://gitlab.example/p/1",
            "CI_COMMIT_SHA": "c" * 40,
            "DOSSIER_REVIEW_TOKEN": "t0",
        }
        return run(comment_gitlab, tmp_path, **variables)

    return noted


def test_the_first_review_is_a_new_note(gitlab: Any, server: Server):
    done = gitlab()
    assert done.returncode == 0, done.stderr
    ((method, path, text),) = server.told
    assert (method, path) == ("POST", "/projects/2/merge_requests/7/notes")
    assert text.startswith(f"{MARKER}\n")
    assert "@anna" not in text
    assert server.tokens["/user"] == "t0"


def test_a_later_review_takes_the_place_of_the_own_note(gitlab: Any, server: Server):
    others = [{"id": number, "body": MARKER, "author": {"id": 4}} for number in range(120)]
    assert gitlab(notes=(*others, {"id": 77, "body": f"{MARKER}\nold", "author": {"id": 30}})).returncode == 0
    ((method, path, _),) = server.told
    assert (method, path) == ("PUT", "/projects/2/merge_requests/7/notes/77")


def test_no_line_of_a_review_is_a_command_to_gitlab(gitlab: Any, server: Server):
    assert gitlab(f"{MARKER}\nfine\n/merge\n  /approve\n\n\t/assign me\n").returncode == 0
    lines = server.told[0][2].split("\n")
    assert [line for line in lines if line.lstrip().startswith("/")] == []
    assert any(line.endswith("/merge") for line in lines)


@pytest.mark.parametrize("review", ["Passed\n", f"{MARKER}\n" + "x" * 60_001, f"{MARKER} forged"])
def test_what_is_no_review_is_not_written_into_a_note(gitlab: Any, server: Server, review: str):
    assert (gitlab(review).returncode, server.told) == (1, [])
