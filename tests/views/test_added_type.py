"""A record type is one file: a type added in a file of its own is read, described, listed and shown like any other."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.compute.projection import published
from dossier.compute.query import query
from dossier.records import starter
from dossier.records.declare import RECORD_TYPES, RecordType
from dossier.records.schema import schemas
from tests.compute.sample_records import loaded
from tests.views.sites import client_file, rendered, site_of, titles

FILE = '''
"""Vehicles: what the project lends to the client."""

from __future__ import annotations

from datetime import date

from dossier.records.declare import Record, record, says
from dossier.records.values import Amount, Prose, Ref


@record(("Vehicle", "车辆"), ("Vehicles", "车辆"), prefix="V")
class Vehicle(Record):
    """Something with wheels that the client may use."""

    description: Prose = says("Description", "描述")
    driver: Ref = says("Driver", "司机", to=("stakeholder",))
    state: str = says("Condition", "车况", choices={"new": ("New", "全新"), "worn": ("Worn", "旧")})
    returned_on: date | None = says("Returned on", "归还日期")
    deposit: Amount | None = says("Deposit", "押金")
    secret: str = says("Bought from", "购自", internal=True)
'''
RECORDS = """
车辆:
- {编号: V-1, 标题: 面包车, 车况: 旧, 司机: anna, secret: HUSH}
vehicles:
- {id: V-2, title: Lorry, Returned on: 2026-05-04, deposit: "1,200", description: Follows V-1.}
"""
MARKDOWN = "---\nid: V-3\n---\n# Bus\n\nBig.\n\n## Condition\n\nNew\n"


@pytest.fixture
def vehicle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[RecordType]:
    (tmp_path / "vehicle.py").write_text(FILE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("vehicle", tmp_path / "vehicle.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "vehicle", module)
    spec.loader.exec_module(module)
    yield RECORD_TYPES["vehicle"]
    del RECORD_TYPES["vehicle"]


@pytest.fixture
def files() -> dict[str, str]:
    return {
        "acme/client.yml": client_file("Acme", publish="[project, vehicles]"),
        "acme/web/project.yml": "title: Web",
        "acme/web/records.yml": RECORDS,
        "acme/web/vehicles/V-3.md": MARKDOWN,
    }


def test_it_is_read_in_both_languages_from_yaml_and_markdown(vehicle: RecordType, files: dict[str, str]):
    found = loaded(files).dossier("acme/web").of(vehicle.cls)
    assert [(v.id, v.title, v.state) for v in found] == [
        ("V-1", "面包车", "worn"),
        ("V-2", "Lorry", ""),
        ("V-3", "Bus", "new"),
    ]


def test_an_editor_completes_it(vehicle: RecordType):
    text = str(schemas())
    assert "vehicles" in text
    assert "Returned on" in text or "returned_on" in text


def test_a_starting_file_can_be_written(vehicle: RecordType):
    text = starter.list_item(vehicle, {"id": "V-9", "title": "Van"}, "zh")
    assert "returned_on" in text
    assert "归还日期" in text


def test_it_can_be_asked_for_and_hidden(vehicle: RecordType, files: dict[str, str]):
    dossier = loaded(files).dossier("acme/web")
    assert [v.id for v in query("vehicles where deposit > 1000").records(dossier)] == ["V-2"]
    assert "HUSH" in repr(dossier)
    assert "HUSH" not in repr(published(dossier))


def test_it_has_a_list_and_a_page_for_each_record_with_its_links(vehicle: RecordType, files: dict[str, str]):
    site = site_of(files)
    assert titles(site) == ["Overview", "Vehicles"]
    pages = dict(rendered(site))
    assert {"web/vehicles/", "web/vehicles/V-1/", "web/vehicles/V-2/", "web/vehicles/V-3/"} <= set(pages)
    listed = pages["web/vehicles/"]
    assert all(word in listed for word in ("Condition", "Returned on", "Worn", "Lorry", "4 May 2026"))
    shown = pages["web/vehicles/V-2/"]
    assert '<span class="record-id">V-1</span> 面包车' in shown
    assert "HUSH" not in "".join(pages.values())


def test_it_speaks_chinese(vehicle: RecordType, files: dict[str, str]):
    pages = dict(rendered(site_of({**files, "acme/client.yml": client_file("Acme", language="zh", publish="[车辆]")})))
    assert '<h1 id="top">车辆</h1>' in pages["web/vehicles/"]
    assert "归还日期" in pages["web/vehicles/V-2/"]
