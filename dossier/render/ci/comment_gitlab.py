"""Keeps one note with the review on merge requests of GitLab; run by jobs of the pipeline with Python alone.

`list` writes the open merge requests that come from forks, a line each: number and target branch. `write` puts the
reviews of this pipeline into notes: that of its merge request, or all of them in a pipeline for forks.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

MARKER = "<!-- dossier-review -->"
LARGEST = 60_000  # characters
ORIGIN = "\n\n<sub>From [this pipeline]("


def ask(path: str, method: str = "GET", body: str = "") -> Any:
    """What the API answers."""
    sent = json.dumps({"body": body}).encode() if body else None
    address = f"{os.environ['CI_API_V4_URL']}/{path}"
    request = Request(address, sent, {"Content-Type": "application/json"}, method=method)
    request.add_unredirected_header("PRIVATE-TOKEN", os.environ["DOSSIER_REVIEW_TOKEN"])
    with urlopen(request, timeout=60) as answer:
        return json.loads(answer.read(20_000_000))


def ask_all(path: str) -> Iterator[dict[str, Any]]:
    """Every entry of a list, which the API gives in pages."""
    page = 1
    while True:
        found = ask(f"{path}{'&' if '?' in path else '?'}per_page=100&page={page}")
        yield from found
        if len(found) < 100:
            return
        page += 1


def list_forks(requests: str) -> None:
    """Write which open merge requests come from elsewhere; the project that one came from may be gone."""
    here = int(os.environ["CI_PROJECT_ID"])
    found = [each for each in ask_all(f"{requests}?state=opened") if each["source_project_id"] != here]
    lines = (f"{int(each['iid'])} {each['target_branch']}\n" for each in found)
    Path(".dossier-forks").write_text("".join(lines), encoding="utf-8")
    print(f"open merge requests from forks: {len(found)}")


def note_of(path: Path, after: str) -> str:
    """The text of the note. It calls nobody, and no line of it is a command to GitLab such as /merge."""
    with path.open("rb") as file:
        review = file.read(4 * LARGEST + 1).decode("utf-8")
    if not review.startswith(f"{MARKER}\n") or len(review) > LARGEST:
        raise ValueError("this is no review, or a too long one")
    space = "\N{ZERO WIDTH SPACE}"
    quiet = re.sub(r"^(\s*)/", rf"\1{space}/", review.replace("@", f"@{space}"), flags=re.MULTILINE).rstrip()
    return f"{quiet}{ORIGIN}{os.environ['CI_PIPELINE_URL']}){after}.</sub>\n"


def own_note(request: str) -> dict[str, Any] | None:
    """The note that an earlier pipeline left there; nobody else's, even if it begins with the same words."""
    me = ask("user")["id"]
    notes = ask_all(f"{request}/notes")
    return next((each for each in notes if each["body"].startswith(MARKER) and each["author"]["id"] == me), None)


def write_note(request: str, note: str, *, again: bool) -> None:
    """Write the note, or its new text; one that says the same from another pipeline only if it shall be said again."""
    there = own_note(request)
    if there is None:
        ask(f"{request}/notes", "POST", note)
    elif again or there["body"].rsplit(ORIGIN, 1)[0] != note.rsplit(ORIGIN, 1)[0]:
        ask(f"{request}/notes/{there['id']}", "PUT", note)


def write_notes(requests: str) -> None:
    """Write the note of each review; one that fails does not keep the others from theirs."""
    number = os.environ.get("CI_MERGE_REQUEST_IID")
    # A schedule comes every hour, and a note written anew moves its merge request to the top of everybody's list.
    after, again = (f" for commit {os.environ['CI_COMMIT_SHA']}", True) if number else (", which reviews forks", False)
    reviews = Path(".dossier-review", os.environ["CI_PIPELINE_ID"])  # beside it may lie what earlier ones left
    failed = False
    for path in [reviews / f"{number}.md"] if number else sorted(reviews.glob("*.md")):
        try:
            write_note(f"{requests}/{int(path.stem)}", note_of(path, after), again=again)
        except (OSError, LookupError, ValueError) as error:
            print(f"!{path.stem}: no note: {error}", file=sys.stderr)
            failed = True
    if failed:
        sys.exit(1)


def main(step: str) -> None:
    """Do one of the two."""
    if not os.environ.get("DOSSIER_REVIEW_TOKEN"):
        sys.exit("set the variable DOSSIER_REVIEW_TOKEN: a project access token, role Reporter, scope api")
    requests = f"projects/{os.environ['CI_PROJECT_ID']}/merge_requests"
    if step == "list":
        list_forks(requests)
    else:
        write_notes(requests)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (OSError, LookupError, ValueError) as error:
        sys.exit(f"stopped: {error}")
