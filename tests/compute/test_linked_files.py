"""Which files of a project a link may lead to, and to what."""

from __future__ import annotations

from dossier.compute.linked_files import linked_file
from dossier.records.meeting import Meeting


def test_a_markdown_file_is_its_own_record_and_none_that_stands_within_it(found):
    """
    # acme/web/meetings/MTG-1.md
    ---
    id: MTG-1
    on: 2026-03-02
    actions:
    - {id: ACT-1, title: Send the list}
    - {id: ACT-2, title: Ask}
    ---
    # Kick-off
    """
    led = linked_file(found.dossier, "acme/web/meetings/MTG-1.md")
    assert led is not None
    assert isinstance(led[1], Meeting)
