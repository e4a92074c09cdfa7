"""Hostile texts in what goes to other programs: each reads them as text, as they were written."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from lxml import etree

from dossier.records.declare import RECORD_TYPES
from dossier.records.kinds import Listed, Text
from tests.hostile.conftest import AS_OF, Folder
from tests.hostile.records import GROUPS, TEXTS, hostile, record_values
from tests.hostile.test_hostile_sites import one_line

FORMATS = ("text", "json", "github", "gitlab", "sarif")
# What a terminal acts on, and the marks that turn the direction of writing around.
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_a_spreadsheet_gets_no_formula_from_the_plan(folder: Folder):
    done = folder.run("plan", "acme/web", "--format", "csv", "--as-of", AS_OF)
    rows = list(csv.reader(io.StringIO(done.stdout)))
    assert len(rows) == GROUPS + 2
    assert not [cell for row in rows for cell in row if re.match("[=+@\t\r＝＋－＠]|-(?!\\d)", cell)]
    titles = {row[rows[0].index("title")].removeprefix("'") for row in rows}
    assert {values["title"] for values in folder.values["acme/web/tasks.yml"]["tasks"]} <= titles


def test_the_plan_as_text_and_json_holds_nothing_that_a_terminal_acts_on(folder: Folder):
    assert not ACTIVE.search(folder.run("plan", "acme/web", "--as-of", AS_OF).stdout)
    found = json.loads(folder.run("plan", "acme/web", "--format", "json", "--as-of", AS_OF).stdout)
    assert {each["title"] for each in found["tasks"]} >= {
        values["title"] for values in folder.values["acme/web/tasks.yml"]["tasks"]
    }


@pytest.mark.parametrize("form", ["mspdi", "reqif"])
def test_xml_for_another_program_is_well_formed_and_carries_the_texts(folder: Folder, form: str):
    done = folder.run("export", form, "acme/web")
    assert done.returncode == 0, done.stderr
    root = etree.fromstring(done.stdout.encode())
    texts = {one_line(str(text)) for text in root.itertext()} | {
        one_line(str(value)) for element in root.iter() for value in element.attrib.values()
    }
    file, key = ("tasks.yml", "tasks") if form == "mspdi" else ("requirements.yml", "requirements")
    for values in folder.values[f"acme/web/{file}"][key]:
        assert any(one_line(values["title"]) in text for text in texts), values["id"]


@pytest.fixture(scope="module")
def told(folder: Folder):
    """A file in which every field that is no text has every hostile text, told in each format."""
    web = folder.root / "content/acme/web"
    refused = {}
    for of_type in RECORD_TYPES.values():
        if of_type.name in {"client", "project"}:
            continue
        records = []
        for number in range(GROUPS):
            values = record_values(of_type, number)
            values |= {
                name: hostile(number, 0)
                for name, field in of_type.fields.items()
                if not isinstance(field.kind.item if isinstance(field.kind, Listed) else field.kind, Text)
            }
            records.append(values | {TEXTS[number]: "a", "id": hostile(number, 1)})
        refused[of_type.key] = records
    (web / "refused.yml").write_text(json.dumps(refused, ensure_ascii=False, indent=1), "utf-8")
    yield {form: folder.run("check", "--format", form) for form in FORMATS}
    (web / "refused.yml").unlink()


def test_what_a_field_does_not_accept_is_told_and_reaches_no_page(told):
    found = [each for each in json.loads(told["json"].stdout) if each["file"].endswith("refused.yml")]
    assert {each["code"] for each in found} >= {"DOS201", "DOS203", "DOS204", "DOS205", "DOS207"}
    assert len(found) > 200
    assert all(each["severity"] == "error" for each in found if each["code"].startswith("DOS2"))


@pytest.mark.parametrize("form", FORMATS)
def test_problems_about_hostile_texts_are_told_and_nothing_acts_on_them(told, form: str):
    done = told[form]
    assert done.returncode == 1
    assert done.stderr == ""
    assert "Traceback" not in done.stdout
    if form == "text":
        assert not ACTIVE.search(done.stdout)
    elif form == "github":
        for line in done.stdout.splitlines():
            assert re.match("::(error|warning) file=[^:]*::", line), line
    else:
        json.loads(done.stdout)


@pytest.mark.parametrize("escape", ["\\uD800", "\\uDFFF", "\\0", "\\x1b", "\\u0085x\\u2028", "\\uFFFE"])
def test_escapes_for_what_is_no_character_are_problems(read, escape: str):
    found = read("", files={"acme/web/r.yml": f'risks:\n- {{id: R-1, title: "a{escape}b"}}\n'})
    assert found.codes in (["DOS106"], ["DOS110"], ["DOS106", "DOS202"])


def test_the_corpus_holds_every_trick():
    everything = "\n".join(TEXTS)
    for trick in (
        "</script>", "onerror=", "onfocus=", "]]>", "<!--", "{{", "{%", "{#", "$(", "`", "=HYPER", "@SUM", "＝", "javascript:",
        "vbscript:", "data:", "&colon;", "&#9;", "\u202e", "\u2067", "\u200b", "\ufeff", "\u0310", "👩‍👩‍👧‍👦", "שלום", "مرحبا",
        "__proto__", "::set-output", "[a](", "![a](", "%%{init", "\\u0000", "\\x00",
    ):  # fmt: skip
        assert trick in everything, trick
