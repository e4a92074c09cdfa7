"""What an editor is told fits what `dossier check` reads."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from dossier.load import load  # noqa: F401 - importing it declares every record type
from dossier.records.declare import RECORD_TYPES
from dossier.records.schema import schemas
from dossier.text.source import Source, read_tree

CONTENT = Path(__file__).parents[2] / "content"


class Core(yaml.SafeLoader):
    """YAML 1.2's core types, which editors use: true, null and numbers, but no dates and no `on`."""


Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas()[name])


def complaints(name: str, text: str) -> list[str]:
    return [f"{list(e.path)}: {e.message[:200]}" for e in validator(name).iter_errors(yaml.load(text, Loader=Core))]


def schema_for(source: Source) -> str:
    return {"client.yml": "client", "project.yml": "project"}.get(source.path.rpartition("/")[2], "records")


@pytest.mark.parametrize("name", ["client", "project", "records"])
def test_the_schemas_themselves_are_json_schema(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


EXAMPLES = [s for s in read_tree(CONTENT).sources if s.path.endswith(".yml")] if CONTENT.is_dir() else []


@pytest.mark.parametrize("source", EXAMPLES, ids=lambda source: source.path)
def test_the_example_dossiers_fit(source: Source) -> None:
    assert complaints(schema_for(source), source.text) == []


@pytest.mark.parametrize(
    "text",
    [
        "risks: [{id: R-1, title: Late, probability: 5, review_on: 2026-02-20, affects: R-2}]",
        "风险: [{编号: R-1, 标题: 延期, 概率: 4, 状态: 监控中}]",
        "requirements: [{id: 1, title: 2026, acceptance_criteria: [{AC-1: Fast}, 'AC-2: Small', {id: AC-3, text: x, met: yes}]}]",
        "requirements: [{id: R, title: x, criteria: {AC-1: Fast, AC-2: Small}}]",
        "milestones: [{id: M-1, title: Start, after: [T-1, T-2 SS+2d], duration: 0}]",
        "tasks: [{id: T-1, title: Dig, tasks: [{id: T-2, title: Deep, duration: 1.5d, cost: '12,500.00', owner: }]}]",
        "meetings: [{id: M, title: Start, on: 2026-02-20, actions: [{id: A, title: x}], decisions: [{id: D, title: y}]}]",
        "assumptions: [{id: A, title: x, status: true}, {id: B, title: x, status: open}]",
        "change_requests: [{id: C, title: x, impact: {time: -3, cost: 1200}, steps: [{step: approved, by: anna, on: 2026-02-20}]}]",
        "risks:\ntasks: []\n",
        "",
    ],
)
def test_what_dossier_reads_fits(text: str) -> None:
    assert complaints("records", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "riks: []",
        "risks: {id: R-1, title: Late}",
        "risks: [{id: R-1}]",
        "risks: [{title: Late}]",
        "risks: [{id: R-1, title: Late, probabilty: 4}]",
        "risks: [{id: R-1, title: Late, status: opn}]",
        "risks: [{id: R-1, title: Late, review_on: 24/02/2026}]",
        "risks: [{id: R 1/2, title: Late}]",
        "risks: [{id: R-1, title: [a, b]}]",
        "risks: [{id: R-1, title: Late, owner: [a]}]",
        "change_requests: [{id: C, title: x, steps: [{by: anna}]}]",
        "tasks: [{id: T-1, title: Dig, tasks: [{id: T-2, titel: Deep}]}]",
        "meetings: [{id: M, title: Start}]",
        "requirements: [{id: R, title: x, acceptance_criteria: [{id: AC-3}]}]",
    ],
)
def test_what_dossier_refuses_does_not_fit(text: str) -> None:
    assert complaints("records", text) != []


def test_a_client_and_a_project_need_no_number_since_their_folder_is_it() -> None:
    assert complaints("client", "title: Acme\nlanguage: en\npeople: [{id: anna, title: Anna}]\n") == []
    assert (
        complaints("project", "名称: 网店\n日历: {工作日: [周一], 节假日: [{自: 2026-10-01, 至: 2026-10-07}]}\n") == []
    )
    assert complaints("client", "titel: Acme\n") != []
    assert complaints("project", "start: 2026-02-20\n") != []


@pytest.mark.parametrize("name", sorted(set(RECORD_TYPES) - {"client", "project"}))
def test_english_names_come_first_and_every_field_has_words_in_both_languages(name: str) -> None:
    properties: dict[str, Any] = schemas()["records"]["$defs"][name]["properties"]
    fields = list(RECORD_TYPES[name].fields.values())
    assert list(properties)[: len(fields)] == [f.name for f in fields]
    for f in fields:
        assert all(word in properties[f.name]["title"] for word in f.label.all())
        assert set(f.keys()) <= set(properties)


def test_patterns_are_such_as_javascript_reads() -> None:
    def patterns(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [v for k, v in value.items() if k == "pattern" and isinstance(v, str)]
            return own + [p for v in value.values() for p in patterns(v)]
        return [p for v in value for p in patterns(v)] if isinstance(value, list) else []

    found = set(patterns(schemas()))
    assert found
    assert not [p for p in found if re.search(r"\(\?P|\\[wW]|\(\?[<!=a-z]", p)]
