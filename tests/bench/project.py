"""A made-up project that is being written: its folder, its words, and how many records of each type it gets."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dossier.records import all_types  # noqa: F401 - importing it declares every record type
from dossier.records.declare import RECORD_TYPES
from dossier.records.written import records_yaml, settings_yaml
from tests.bench.wordings import Wording

Fields = dict[str, Any]
START = date(2026, 1, 5)
OF_A_FILE = 50


@dataclass(frozen=True)
class ProjectWriter:
    """What the records of a project are written from."""

    home: Path
    wording: Wording
    counts: dict[str, int]
    chance: random.Random

    def thing(self, number: int) -> str:
        """What a record is about."""
        return self.wording.things[number % len(self.wording.things)]

    def person(self, number: int) -> str:
        """The id of a person."""
        return f"person-{number % len(self.wording.people) + 1}"

    def said(self, sentence: str, number: int) -> str:
        """A sentence about a thing, with the numbers of requirements in it."""
        for slot in ("{a}", "{b}"):
            sentence = sentence.replace(slot, f"REQ-{self.chance.randint(1, self.counts['requirement']):04}")
        return sentence.replace("{}", self.thing(number))

    def lists(self, folder: str, type_name: str, records: list[Fields]) -> None:
        """Write records as YAML lists of fifty."""
        for start in range(0, len(records), OF_A_FILE):
            text = records_yaml(RECORD_TYPES[type_name], records[start : start + OF_A_FILE])
            write_text(self.home / folder / f"{type_name}-{start // OF_A_FILE + 1:03}.yml", text)

    def document(self, folder: str, type_name: str, fields: Fields, body: str) -> None:
        """Write one record as a Markdown file."""
        front = settings_yaml(RECORD_TYPES[type_name], fields)
        write_text(self.home / folder / f"{fields['id']}.md", f"---\n{front}---\n\n{body}\n")


def write_text(path: Path, text: str) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
