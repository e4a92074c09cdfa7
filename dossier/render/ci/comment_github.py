"""Keeps one comment with the review on a pull request of GitHub; run by dossier-comment.yml with Python alone."""

import io
import json
import os
import re
import sys
import zipfile
from pathlib import Path
from typing import Any, NoReturn
from urllib.request import Request, urlopen

MARKER = "<!-- dossier-review -->"
LARGEST = 60_000  # characters; GitHub takes 65,536
LARGEST_FILE = 4 * LARGEST + 100  # bytes; whatever fills them is more than the largest text


def ask(path: str, method: str = "GET", body: str = "") -> bytes:
    """What the API answers; the token is never sent on to where it redirects to."""
    sent = json.dumps({"body": body}).encode() if body else None
    address = f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}"
    request = Request(address, sent, {"Accept": "application/vnd.github+json"}, method=method)
    request.add_unredirected_header("Authorization", f"Bearer {os.environ['TOKEN']}")
    with urlopen(request, timeout=60) as answer:
        return bytes(answer.read(20_000_000))


def leave(why: str) -> NoReturn:
    """End without a comment and without a failure."""
    print(why)
    sys.exit(0)


def artefact(run: dict[str, Any]) -> dict[str, str]:
    """The files of the last artefact with the review, as texts. Whoever opened the pull request may have made it."""
    listed = json.loads(ask(f"actions/runs/{run['id']}/artifacts?name=dossier-review&per_page=100"))["artifacts"]
    if not listed:
        leave("that run left no review")
    last = max(listed, key=lambda each: int(each["id"]))
    if last["size_in_bytes"] > LARGEST_FILE:
        sys.exit("the review is too large")
    with zipfile.ZipFile(io.BytesIO(ask(f"actions/artifacts/{last['id']}/zip"))) as archive:
        return {name: unpacked(archive, name) for name in ("number", "review.md")}


def unpacked(archive: zipfile.ZipFile, name: str) -> str:
    """A file of the archive, unpacked in memory and no further than it may be long."""
    with archive.open(name) as file:
        return file.read(LARGEST_FILE).decode("utf-8")


def number_of(written: str, run: dict[str, Any]) -> int:
    """The number of the pull request, if it is the one that the run was for: same repository, same commit."""
    if not re.fullmatch(r"[1-9][0-9]{0,9}\n?", written):
        sys.exit("the artefact names no pull request")
    pull = json.loads(ask(f"pulls/{int(written)}"))
    ours, theirs = (each["id"] if each else None for each in (pull["head"]["repo"], run["head_repository"]))
    if ours is None or ours != theirs:
        sys.exit("the artefact names the pull request of somebody else")
    if pull["head"]["sha"] != run["head_sha"]:
        leave("the pull request has another commit by now; the run for that one brings its review")
    return int(written)


def comment_of(review: str, run: dict[str, Any]) -> str:
    """The text of the comment: it calls nobody and says first where it comes from, since what follows could hide it."""
    if not review.startswith(f"{MARKER}\n") or len(review) > LARGEST:
        sys.exit("this is no review, or a too long one")
    origin = f"From [this run]({run['html_url']}) for commit {run['head_sha']}."
    if run["head_repository"]["id"] != run["repository"]["id"]:
        origin += " **It was made in a fork**, whose author could have written anything below."
    quiet = review.removeprefix(MARKER).replace("@", "@\N{ZERO WIDTH SPACE}").rstrip()
    return f"{MARKER}\n<sub>{origin}</sub>\n{quiet}\n"


def own_comment(number: int) -> int | None:
    """The comment that an earlier run left there; nobody else's, even if it begins with the same words."""
    page = 1
    while True:
        found: list[dict[str, Any]] = json.loads(ask(f"issues/{number}/comments?per_page=100&page={page}"))
        for each in found:
            if each["body"].startswith(MARKER) and each["user"]["login"] == "github-actions[bot]":
                return int(each["id"])
        if len(found) < 100:
            return None
        page += 1


def main() -> None:
    """Write the comment, or the new text of the one that is there."""
    run = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())["workflow_run"]
    files = artefact(run)
    number = number_of(files["number"], run)
    comment = comment_of(files["review.md"], run)
    there = own_comment(number)
    if there is None:
        ask(f"issues/{number}/comments", "POST", comment)
    else:
        ask(f"issues/comments/{there}", "PATCH", comment)


if __name__ == "__main__":
    try:
        main()
    except (OSError, LookupError, ValueError, zipfile.BadZipFile) as error:
        sys.exit(f"no comment: {error}")
