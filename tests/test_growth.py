"""Sixteen times as many records take about sixteen times as long: nothing looks at each of them for each of them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import date
from time import process_time

import pytest

from dossier.checks.everything import findings
from dossier.hosts.site_request import SiteRequest
from dossier.hosts.sites import site
from tests.compute.sample_records import loaded
from tests.views.sites import client_file

FEW, MANY = 250, 4000
TOO_MUCH = 40
"""Sixteen would be exact, but measuring never is; a square would be 256."""

OWNED = "title: Dig, owner: anna, duration: 1h"


def siblings(count: int) -> str:
    inside = "".join(f"  - {{id: T-{n}, {OWNED}}}\n" for n in range(count))
    return f"phases:\n- id: P-1\n  title: Foundations\n  tasks:\n{inside}"


def side_by_side(count: int) -> str:
    return "tasks:\n" + "".join(f"- {{id: T-{n}, {OWNED}}}\n" for n in range(count))


def chain(count: int) -> str:
    return "tasks:\n" + "".join(
        f"- {{id: T-{n}, {OWNED}, after: [{f'T-{n - 1}' if n else ''}]}}\n" for n in range(count)
    )


def star(count: int) -> str:
    waiting = "".join(f"- {{id: T-{n}, {OWNED}, after: T-0}}\n" for n in range(1, count))
    every = ", ".join(f"T-{n}" for n in range(count))
    return f"tasks:\n- {{id: T-0, {OWNED}}}\n{waiting}milestones:\n- {{id: M-1, title: Done, after: [{every}]}}\n"


def phases(count: int) -> str:
    inside = "".join(f"  - {{id: T-?-{n}, {OWNED}}}\n" for n in range(8))
    phase = f"- id: P-?\n  title: Phase\n  tasks:\n{inside}"
    return "phases:\n" + "".join(phase.replace("?", str(n)) for n in range(count // 9))


def requirements(count: int) -> str:
    words = "title: Search, statement: The shop finds things as REQ-1 says."
    return "requirements:\n" + "".join(f"- {{id: REQ-{n}, {words}}}\n" for n in range(count))


def mistakes(count: int) -> str:
    return "tasks:\n" + "".join(
        f"- {{id: T-{n}, title: Dig, owner: ana, duration: 1h, after: T-9{n:05}, description: See T-8{n:05}.}}\n"
        for n in range(count)
    )


@pytest.mark.parametrize("records", [siblings, side_by_side, chain, star, phases, requirements, mistakes])
def test_checks_plan_and_pages_do_not_grow_with_the_square(records: Callable[[int], str]):
    assert seconds(records(MANY)) < TOO_MUCH * min(seconds(records(FEW)) for _ in range(3))


def seconds(records: str) -> float:
    """The time of the process that checks, plan and the pages of a project take, once its records are read.

    Its pages without those of the records themselves, which are many, and each is small.
    """
    project = "title: Web\nstart: 2026-03-02\n"
    files = {"acme/client.yml": client_file("Acme"), "acme/web/project.yml": project, "acme/web/records.yml": records}
    portfolio = loaded(files)
    gc.collect()
    begun = process_time()
    findings(portfolio)
    made = site(portfolio, SiteRequest(client="acme", audience="client", as_of=date(2026, 6, 1)))
    for entry in made.pages():
        if entry.make and not entry.given:
            entry.make()
    return process_time() - begun
