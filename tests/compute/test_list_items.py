"""A file cut into its records reads as the whole file does."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.compute.list_items import items
from dossier.parse import parsed
from dossier.text.source import Source

CONTENT = Path(__file__).parents[2] / "content"
FILES = sorted(
    path
    for path in CONTENT.glob("*/*/**/*.yml")
    if path.name != "project.yml" and "\n- " in path.read_text(encoding="utf-8")
)


def records(*texts: str) -> dict[str, dict[str, object]]:
    found = (parsed(Source("acme/web/some.yml", text), "web") for text in texts)
    return {r.id: {"type": r.type_name, **r.written} for each in found for r in each.records}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_every_file_of_the_examples(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert records(*items(text)) == records(text)


def test_tasks_within_tasks_are_cut_out_with_their_parent() -> None:
    text = """tasks:
# what comes first
- id: T-1
  title: Phase
  tasks:
  - id: T-2
    title: Package
    description: |
      tasks:
      - id: no record
    tasks:
      - {id: T-3, title: Flow}
      - {id: T-4, title: Flow}
    owner: anna
  - id: T-5
    title: Other
    parent: T-9
  owner: ben
- id: T-6
  title: Alone
milestones:
- id: M-1
  title: Done
"""
    assert records(*items(text)) == records(text)
    assert len(items(text)) == 5


@pytest.mark.parametrize(
    "text",
    [
        "tasks: [{id: T-1, title: Flow}]\n",
        "tasks:\n- id: T-1\n\ttitle: Tab\n",
        "- id: T-1\n",
        "--- \ntasks:\n- id: T-1\n",
        "",
    ],
)
def test_what_is_written_otherwise_is_not_cut(text: str) -> None:
    assert items(text) == ()
