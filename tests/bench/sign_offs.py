"""Made-up sign-offs of what is already written: one open, the others given for exactly what stands there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dossier.compute.projection import published
from dossier.compute.query import query
from dossier.compute.signature import canonical, digest
from dossier.dossier import Dossier
from dossier.load import load
from dossier.records.declare import RECORD_TYPES
from dossier.records.requirement import Requirement
from dossier.records.written import records_yaml
from dossier.text.source import SIGNED_ENDING, read_tree
from tests.bench.project import Fields, write_text

_PRIORITIES = ("must", "should", "could")


def write_sign_offs(content: Path, counts: Sequence[int]) -> None:
    """Write so many sign-offs for each of the projects, in the order of their folders.

    Of every third that is given something was changed after it was signed.
    """
    portfolio, _ = load(read_tree(content))
    for dossier, count in zip(portfolio.dossiers, counts, strict=True):
        home = content / dossier.folder / "registers"
        made = [_open(dossier), *(_given(published(dossier), number, home) for number in range(2, count + 1))]
        write_text(home / "sign-offs.yml", records_yaml(RECORD_TYPES["sign_off"], made[:count]))


def _open(dossier: Dossier) -> Fields:
    covers = [each.id for each in dossier.of(Requirement)[:20]]
    return {"id": "SO-001", "title": "First twenty", "covers": covers, "signer": "person-1", "due": "2026-12-01"}


def _given(seen: Dossier, number: int, home: Path) -> Fields:
    asked = f"requirements where priority = {_PRIORITIES[number % 3]}"
    records = query(asked).records(seen)
    text = canonical(seen, records)
    if number % 3 == 0:
        text = text.replace(records[0].title, f"{records[0].title} (1)")
    write_text(home / f"SO-{number:03}{SIGNED_ENDING}", text)
    return {
        "id": f"SO-{number:03}",
        "title": asked,
        "covers_where": asked,
        "signer": "person-2",
        "decision": "confirmed",
        "decided_by": "person-2",
        "decided_on": "2026-03-02",
        "digest": digest(text),
    }
