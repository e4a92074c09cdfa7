"""Made-up portfolios of any size, always the same for the same seed, to measure with."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Literal

from dossier.records.declare import RECORD_TYPES
from dossier.records.written import settings_yaml
from tests.bench.project import START, ProjectWriter, write_text
from tests.bench.registers import write_meetings, write_page, write_registers
from tests.bench.requirements import groups, write_requirement_files
from tests.bench.sign_offs import write_sign_offs
from tests.bench.tasks import task, write_plan
from tests.bench.wordings import CHINESE, ENGLISH, Wording

OF_A_PROJECT, OF_A_CLIENT = 500, 4
"""How many records a project has, and how many projects a client has."""
SHARES = {
    "task": 0.30,
    "risk": 0.07,
    "meeting": 0.04,
    "action": 0.06,
    "decision": 0.03,
    "deliverable": 0.04,
    "change_request": 0.03,
    "sign_off": 0.01,
}
"""What part of a project's records each type is; all others are requirements."""
MKDOCS = "site_name: Benchmark\ndocs_dir: content\ntheme: {name: material}\nplugins: [search, mermaid2, dossier]\n"


def write_portfolio(folder: Path, records: int = 10_000, seed: int = 1) -> None:
    """Write a workspace of several clients with this many records, in English and Chinese.

    `folder` gets mkdocs.yml and content/. People, and what client.yml and project.yml say, are not counted.
    """
    write_text(folder / "mkdocs.yml", MKDOCS)
    number = max(1, round(records / OF_A_PROJECT))
    sign_offs: list[int] = []
    for each in range(number):
        client, place = divmod(each, OF_A_CLIENT)
        size = records // number + (each < records % number)
        counts = {name: max(1, round(size * share)) for name, share in SHARES.items()}
        counts["requirement"] = max(1, size - sum(counts.values()))
        wording = CHINESE if client % 2 else ENGLISH
        home = folder / "content" / f"client-{client + 1:02}" / f"project-{place + 1}"
        project = ProjectWriter(home, wording, counts, random.Random(f"{seed}/{each}"))
        if place == 0:
            write_text(home.parent / "client.yml", _client(wording, client + 1))
        write_text(home / "project.yml", _settings(project))
        write_requirement_files(project, in_lists=counts["requirement"] * 3 // 4)
        write_plan(project)
        write_registers(project)
        write_meetings(project)
        write_page(project)
        sign_offs.append(counts["sign_off"])
    write_sign_offs(folder / "content", sign_offs)


def write_requirements(folder: Path, count: int = 5_000, files: Literal["lists", "markdown"] = "lists") -> None:
    """Write a workspace of one project with this many requirements, ten tasks that serve them, and two sign-offs.

    `files` says whether they stand in YAML lists of fifty or in a Markdown file each.
    """
    write_text(folder / "mkdocs.yml", MKDOCS)
    home = folder / "content" / "client-01" / "project-1"
    project = ProjectWriter(home, ENGLISH, {"requirement": count}, random.Random(1))
    write_text(home.parent / "client.yml", _client(ENGLISH, 1))
    write_text(home / "project.yml", _settings(project))
    write_requirement_files(project, in_lists=count if files == "lists" else 0)
    served = [f"REQ-{each:04}" for each in groups(count)]
    project.lists("plan", "task", [task(project, n, None) | {"requirements": served[n::10]} for n in range(10)])
    write_sign_offs(folder / "content", [2])


def _client(wording: Wording, number: int) -> str:
    people = [
        {"id": f"person-{n}", "title": name, "side": "client" if n < 4 else "supplier", "email": f"p{n}@bench.example"}
        for n, name in enumerate(wording.people, start=1)
    ]
    fields = {
        "title": wording.client.format(number),
        "language": wording.language,
        "signers": ["person-1", "person-2"],
        "publish": ["project", "stakeholders", "requirements", *(RECORD_TYPES[name].key for name in SHARES)],
        "people": people,
    }
    return settings_yaml(RECORD_TYPES["client"], fields)


def _settings(project: ProjectWriter) -> str:
    fields = {
        "title": project.wording.project.format(project.thing(project.chance.randrange(100))),
        "description": project.said(project.wording.note, 1),
        "owner": project.person(4),
        "start": str(START),
        "finish": "2027-06-30",
        "currency": "EUR",
        "budget": "480000",
        "scope": [project.said(project.wording.statement, number) for number in range(3)],
    }
    return settings_yaml(RECORD_TYPES["project"], fields)
