"""Keeps one note with the review on a merge request of GitLab; run by the job dossier-comment with Python alone."""

import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

MARKER = "<!-- dossier-review -->"
LARGEST = 60_000  # characters


def ask(path: str, method: str = "GET", body: str = "") -> Any:
    """What the API answers."""
    sent = json.dumps({"body": body}).encode() if body else None
    address = f"{os.environ['CI_API_V4_URL']}/{path}"
    request = Request(address, sent, {"Content-Type": "application/json"}, method=method)
    request.add_unredirected_header("PRIVATE-TOKEN", os.environ["DOSSIER_REVIEW_TOKEN"])
    with urlopen(request, timeout=60) as answer:
        return json.loads(answer.read(20_000_000))


def note_of(path: Path) -> str:
    """The text of the note. It calls nobody, and no line of it is a command to GitLab such as /merge."""
    with path.open("rb") as file:
        review = file.read(4 * LARGEST + 1).decode("utf-8")
    if not review.startswith(f"{MARKER}\n") or len(review) > LARGEST:
        sys.exit("this is no review, or a too long one")
    space = "\N{ZERO WIDTH SPACE}"
    quiet = re.sub(r"^(\s*)/", rf"\1{space}/", review.replace("@", f"@{space}"), flags=re.MULTILINE).rstrip()
    job, commit = os.environ["CI_PIPELINE_URL"], os.environ["CI_COMMIT_SHA"]
    return f"{quiet}\n\n<sub>From [this pipeline]({job}) for commit {commit}.</sub>\n"


def own_note(notes: str) -> int | None:
    """The note that an earlier pipeline left there; nobody else's, even if it begins with the same words."""
    me = ask("user")["id"]
    page = 1
    while True:
        found: list[dict[str, Any]] = ask(f"{notes}?per_page=100&page={page}")
        for each in found:
            if each["body"].startswith(MARKER) and each["author"]["id"] == me:
                return int(each["id"])
        if len(found) < 100:
            return None
        page += 1


def main() -> None:
    """Write the note, or the new text of the one that is there."""
    note = note_of(Path(".dossier-review/review.md"))
    notes = f"projects/{os.environ['CI_PROJECT_ID']}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    there = own_note(notes)
    if there is None:
        ask(notes, "POST", note)
    else:
        ask(f"{notes}/{there}", "PUT", note)


if __name__ == "__main__":
    try:
        main()
    except (OSError, LookupError, ValueError) as error:
        sys.exit(f"no note: {error}")
