"""Requirements come in from ReqIF whole, go out again, and come back the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import reqif as library
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import astuple
from reqif.parser import ReqIFParser

from dossier.dossier import Dossier
from dossier.exchange import reqif
from dossier.exchange.files import ImportResult
from dossier.load import load
from dossier.problems.rules import RULES
from dossier.records.declare import RECORD_TYPES
from dossier.records.requirement import Requirement
from dossier.records.written import records_yaml
from dossier.text.source import Source, Tree

REAL = Path(__file__).parents[2] / "../shared/real/verse-opensut-requirements.reqif"
NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"

real = pytest.mark.skipif(not REAL.exists(), reason="the real ReqIF document is not beside this checkout (shared/real)")


def opened(requirements: str, project: str = "title: Web shop\n") -> Dossier:
    """The dossier of one project with these requirements, all of them read without a problem."""
    sources = (
        Source("acme/client.yml", "title: Acme\n"),
        Source("acme/web/project.yml", project),
        Source("acme/web/requirements.yml", requirements),
    )
    portfolio, problems = load(Tree(sources, frozenset(), ()))
    assert problems == ()
    return portfolio.dossiers[0]


def imported(result: ImportResult) -> Dossier:
    files = {file.path: file.text for file in result.files}
    return opened(files["requirements.yml"], files["project.yml"])


def facts(requirement: Requirement) -> dict[str, Any]:
    """The requirement's fields by name; what never leaves and where it stands do not count."""
    names = RECORD_TYPES["requirement"].fields
    return {name: getattr(requirement, name) for name in names if name != "internal" and getattr(requirement, name)}


def all_facts(dossier: Dossier) -> dict[str, dict[str, Any]]:
    return {each.id: facts(each) for each in dossier.of(Requirement)}


def read_again(dossier: Dossier) -> Dossier:
    result = reqif.read(reqif.write(dossier), "web")
    assert result.problems == ()
    return imported(result)


# --- the real document --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document() -> etree._Element:
    return etree.parse(REAL).getroot()


@pytest.fixture(scope="module")
def result() -> ImportResult:
    return reqif.read(REAL.read_bytes(), "sut")


def values(document: etree._Element, attribute: str) -> list[str]:
    """What the file itself says, read without our program: every value of an attribute."""
    path = f".//{{{NAMESPACE}}}ATTRIBUTE-VALUE-STRING"
    return [
        str(value.get("THE-VALUE")).replace("\\n", "\n").strip()
        for value in document.iterfind(path)
        if value.findtext(f"{{{NAMESPACE}}}DEFINITION/*") == attribute
    ]


@real
def test_all_83_requirements_and_sections_of_the_real_document_arrive(result: ImportResult) -> None:
    assert result.problems == ()
    assert result.records == 83
    assert len(imported(result).of(Requirement)) == 83


@real
def test_every_text_of_the_real_document_is_somewhere_in_the_records(
    result: ImportResult, document: etree._Element
) -> None:
    dossier = imported(result)
    texts = [dossier.project.description]
    for each in dossier.of(Requirement):
        texts += [each.id, each.title, each.statement, each.rationale, each.notes, each.status, *each.tags]
    everything = plain("\n\n".join(texts))
    for attribute in (
        "ReqIF.ForeignID",
        "ReqIF.Name",
        "ReqIF.Text",
        "ReqIF.ChapterName",
        "RATIONALE",
        "NOTES",
        "TAGS",
    ):
        found = values(document, attribute)
        assert found
        assert [text for text in found if plain(text) not in everything] == []


def plain(text: str) -> str:
    """Words only: links are written differently in Markdown, and white space may be laid out anew."""
    return "".join(c for c in text if c.isalnum())


@real
def test_the_real_documents_words_for_the_status_are_kept(result: ImportResult, document: etree._Element) -> None:
    requirements = imported(result).of(Requirement)
    written = values(document, "STATUS")
    assert sum(1 for each in requirements if each.status == "implemented") == written.count("Completed") == 45
    assert sum(1 for each in requirements if "STATUS: Deferred" in each.tags) == written.count("Deferred") == 15
    assert {each.what: each.count for each in result.read_as} == {
        "STATUS Completed: status implemented": 45,
        "STATUS Deferred: kept as a tag": 15,
    }


@real
def test_the_real_documents_tree_and_relations_are_the_parents(result: ImportResult, document: etree._Element) -> None:
    requirements = {each.id: each for each in imported(result).of(Requirement)}
    assert requirements["TA2-REQ-20"].parents == ("SEC-006", "TA2-REQ-19")
    below_sections = sum(1 for each in requirements.values() if any(p.startswith("SEC-") for p in each.parents))
    nested = document.xpath(".//r:SPEC-HIERARCHY[ancestor::r:SPEC-HIERARCHY]", namespaces={"r": NAMESPACE})
    texts_in_sections = 15
    assert below_sections == len(nested) - texts_in_sections
    related = sum(1 for each in requirements.values() for p in each.parents if not p.startswith("SEC-"))
    assert related == len(document.findall(f".//{{{NAMESPACE}}}SPEC-RELATION")) == 10


@real
def test_only_machine_identifiers_of_the_real_document_are_not_kept(result: ImportResult) -> None:
    assert [(each.what.split(" (")[0], each.count) for each in result.lost] == [("machine identifiers of objects", 83)]


@real
def test_the_real_document_goes_out_and_comes_back_the_same(result: ImportResult) -> None:
    first = imported(result)
    second = reqif.read(reqif.write(first), "sut")
    assert [(file.path, file.text) for file in second.files] == [(file.path, file.text) for file in result.files]


# --- out and back -------------------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.one_of(
        st.sampled_from("ab 1:#-\n\t'\"[]{},&*!|>%@`需，：<\\n;$&"),
        st.characters(codec="utf-8", exclude_categories=["C"]),
    ),
    max_size=40,
).map(str.strip)
FILLED = TEXTS.filter(lambda text: bool(text.strip()))
TITLES = FILLED.map(lambda text: " ".join(text.split())).filter(bool)
TYPE = RECORD_TYPES["requirement"]


def choice(name: str) -> st.SearchStrategy[str]:
    kind: Any = TYPE.fields[name].kind
    return st.sampled_from(["", *kind.choices])


CRITERIA = st.lists(st.tuples(FILLED, st.booleans()), max_size=3).map(
    lambda found: [
        {"id": f"AC-{n}", "text": text, "met": "yes" if met else ""} for n, (text, met) in enumerate(found, 1)
    ]
)
REQUIREMENT = st.fixed_dictionaries(
    {
        "title": TITLES,
        "statement": TEXTS,
        "rationale": TEXTS,
        "notes": TEXTS,
        "internal": TEXTS,
        "source": TITLES,
        "type": choice("type"),
        "priority": choice("priority"),
        "status": choice("status"),
        "verification": choice("verification"),
        "visibility": choice("visibility"),
        "owner": st.sampled_from(["", "anna", "lin-hua", "王芳"]),
        "tags": st.lists(TITLES, max_size=3, unique=True),
        "acceptance_criteria": CRITERIA,
        "parents": st.lists(
            st.sampled_from(["REQ-1", "REQ-2", "REQ-3", "REQ-4", "pilot/REQ-9"]), max_size=3, unique=True
        ),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(REQUIREMENT, min_size=1, max_size=4), TITLES, TEXTS)
def test_whatever_requirements_say_comes_back_the_same(written: list[dict[str, Any]], title: str, text: str) -> None:
    known = {f"REQ-{n}" for n in range(1, len(written) + 1)} | {"pilot/REQ-9"}
    records = [
        {
            "id": f"REQ-{n}",
            **{k: v for k, v in each.items() if v},
            "parents": [p for p in each["parents"] if p in known],
        }
        for n, each in enumerate(written, 1)
    ]
    project = records_yaml(RECORD_TYPES["project"], [{"title": title, "description": text}], "x").replace(
        "x:\n- ", "  ", 1
    )
    first = opened(records_yaml(TYPE, records), "\n".join(line[2:] for line in project.split("\n")))
    second = read_again(first)
    assert all_facts(second) == all_facts(first)
    assert second.project.title == first.project.title
    assert second.project.description == first.project.description
    assert reqif.write(second) == reqif.write(read_again(second))


def test_internal_notes_never_leave() -> None:
    dossier = opened("requirements:\n- {id: REQ-1, title: Search, internal: The client pays late}\n")
    assert b"pays late" not in reqif.write(dossier)


def test_the_export_is_what_the_standards_schema_allows(tmp_path: Path) -> None:
    dossier = opened(
        "requirements:\n- {id: REQ-1, title: 'a<b & \"c\"', statement: \"x\\n\\ty\", tags: ['a, b', c]}\n"
        "- {id: REQ-2, title: 需求, parents: [REQ-1], acceptance_criteria: [{AC-1: Fast}]}\n"
        "- {id: REQ-3, title: Third, parents: [REQ-1, REQ-2]}\n",
        "title: 'Shop <1> & co'\ndescription: All of it.\n",
    )
    folder = Path(library.__file__).parent / "reqif_schema"
    schema = etree.parse(folder / "reqif.xsd")
    for needless in schema.getroot().findall("{*}import"):
        # The schema of xml:lang and of XHTML: one is not delivered with the library, and we write no XHTML.
        if needless.get("namespace", "").endswith("namespace"):
            needless.set("schemaLocation", write(tmp_path / "xml.xsd", XML_LANG))
        else:
            needless.set("schemaLocation", write(tmp_path / "xhtml.xsd", XHTML))
    raw = reqif.write(dossier)
    checked = etree.XMLSchema(schema)
    checked.assertValid(etree.fromstring(raw))
    bundle = ReqIFParser.parse_from_string(raw.decode())
    assert bundle.exceptions == []
    assert bundle.req_if_header.title == "Shop <1> & co"


def write(path: Path, text: str) -> str:
    path.write_text(text)
    return path.as_uri()


XML_LANG = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xs:attribute name="lang" type="xs:string"/></xs:schema>"""
XHTML = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/1999/xhtml"
xmlns="http://www.w3.org/1999/xhtml"><xs:group name="xhtml.BlkStruct.class"><xs:choice><xs:element name="div"/></xs:choice></xs:group>
<xs:complexType name="xhtml.div.type" mixed="true"/></xs:schema>"""


def test_a_chain_of_a_thousand_parents_goes_out_and_back() -> None:
    lines = ["requirements:", "- {id: R-0, title: top}"]
    lines += [f"- {{id: R-{n}, title: t, parents: [R-{n - 1}]}}" for n in range(1, 1000)]
    first = opened("\n".join(lines))
    assert all_facts(read_again(first)) == all_facts(first)


# --- what other programs write ------------------------------------------------------------------------------------------


def foreign(objects: str, hierarchy: str = "", relations: str = "", attributes: str = "", tool: str = "other") -> bytes:
    """A small ReqIF file as another program would write it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<REQ-IF xmlns="{NAMESPACE}" xmlns:xhtml="http://www.w3.org/1999/xhtml">
<THE-HEADER><REQ-IF-HEADER IDENTIFIER="h"><REQ-IF-TOOL-ID>{tool}</REQ-IF-TOOL-ID></REQ-IF-HEADER></THE-HEADER>
<CORE-CONTENT><REQ-IF-CONTENT>
<DATATYPES><DATATYPE-DEFINITION-STRING IDENTIFIER="s"/><DATATYPE-DEFINITION-XHTML IDENTIFIER="x"/>
<DATATYPE-DEFINITION-ENUMERATION IDENTIFIER="e"><SPECIFIED-VALUES>
<ENUM-VALUE IDENTIFIER="e1" LONG-NAME="High"><PROPERTIES><EMBEDDED-VALUE KEY="1" OTHER-CONTENT=""/></PROPERTIES></ENUM-VALUE>
</SPECIFIED-VALUES></DATATYPE-DEFINITION-ENUMERATION></DATATYPES>
<SPEC-TYPES><SPEC-OBJECT-TYPE IDENTIFIER="t" LONG-NAME="Requirement"><SPEC-ATTRIBUTES>
{"".join(f'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="{n}" LONG-NAME="{n}"><TYPE><DATATYPE-DEFINITION-STRING-REF>s</DATATYPE-DEFINITION-STRING-REF></TYPE></ATTRIBUTE-DEFINITION-STRING>' for n in ("ReqIF.ForeignID", "ReqIF.Name", "ReqIF.Text", "Owner", "Colour", "Acceptance Criteria"))}
<ATTRIBUTE-DEFINITION-XHTML IDENTIFIER="rich" LONG-NAME="ReqIF.Text"><TYPE><DATATYPE-DEFINITION-XHTML-REF>x</DATATYPE-DEFINITION-XHTML-REF></TYPE></ATTRIBUTE-DEFINITION-XHTML>
<ATTRIBUTE-DEFINITION-ENUMERATION IDENTIFIER="prio" LONG-NAME="Priority" MULTI-VALUED="false"><TYPE><DATATYPE-DEFINITION-ENUMERATION-REF>e</DATATYPE-DEFINITION-ENUMERATION-REF></TYPE></ATTRIBUTE-DEFINITION-ENUMERATION>
{attributes}</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE>
<SPEC-RELATION-TYPE IDENTIFIER="conflicts" LONG-NAME="Conflicts"/></SPEC-TYPES>
<SPEC-OBJECTS>{objects}</SPEC-OBJECTS>
<SPEC-RELATIONS>{relations}</SPEC-RELATIONS>
<SPECIFICATIONS><SPECIFICATION IDENTIFIER="d" LONG-NAME="Needs"><CHILDREN>{hierarchy}</CHILDREN></SPECIFICATION></SPECIFICATIONS>
</REQ-IF-CONTENT></CORE-CONTENT></REQ-IF>""".encode()


def an_object(identifier: str, more: str = "", **texts: str) -> str:
    parts = "".join(
        f'<ATTRIBUTE-VALUE-STRING THE-VALUE="{text}"><DEFINITION><ATTRIBUTE-DEFINITION-STRING-REF>{name}'
        "</ATTRIBUTE-DEFINITION-STRING-REF></DEFINITION></ATTRIBUTE-VALUE-STRING>"
        for name, text in texts.items()
    )
    return (
        f'<SPEC-OBJECT IDENTIFIER="{identifier}"><VALUES>{parts}{more}</VALUES>'
        "<TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF></TYPE></SPEC-OBJECT>"
    )


def rich(text: str) -> str:
    return (
        f"<ATTRIBUTE-VALUE-XHTML><THE-VALUE>{text}</THE-VALUE><DEFINITION><ATTRIBUTE-DEFINITION-XHTML-REF>rich"
        "</ATTRIBUTE-DEFINITION-XHTML-REF></DEFINITION></ATTRIBUTE-VALUE-XHTML>"
    )


ID, NAME, TEXT = "ReqIF.ForeignID", "ReqIF.Name", "ReqIF.Text"
HIGH = (
    "<ATTRIBUTE-VALUE-ENUMERATION><DEFINITION><ATTRIBUTE-DEFINITION-ENUMERATION-REF>prio"
    "</ATTRIBUTE-DEFINITION-ENUMERATION-REF></DEFINITION><VALUES><ENUM-VALUE-REF>e1</ENUM-VALUE-REF></VALUES>"
    "</ATTRIBUTE-VALUE-ENUMERATION>"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<xhtml:div>Plain <xhtml:b>bold</xhtml:b> and <xhtml:i>slanted</xhtml:i></xhtml:div>",
            "Plain **bold** and *slanted*",
        ),
        ("<xhtml:p>One</xhtml:p><xhtml:p>Two<xhtml:br/>Three</xhtml:p>", "One\n\nTwo\\\nThree"),
        (
            "<xhtml:ul><xhtml:li>a</xhtml:li><xhtml:li>b<xhtml:ol><xhtml:li>c</xhtml:li></xhtml:ol></xhtml:li></xhtml:ul>",
            "- a\n- b\n    1. c",
        ),
        (
            '<xhtml:p>See <xhtml:a href="https://example.org/a b">here</xhtml:a></xhtml:p>',
            "See [here](<https://example.org/ab>)",
        ),
        ('<xhtml:p><xhtml:a href="javascript:alert(1)">here</xhtml:a></xhtml:p>', "here"),
        ("<xhtml:p>a &lt;script&gt; * b_c [x]</xhtml:p>", "a \\<script\\> \\* b\\_c \\[x\\]"),
        ("<xhtml:p># no heading</xhtml:p><xhtml:p>1. no list</xhtml:p>", "\\# no heading\n\n1\\. no list"),
        (
            (
                "<xhtml:table><xhtml:tr><xhtml:th>A</xhtml:th><xhtml:th>B</xhtml:th></xhtml:tr>"
                "<xhtml:tr><xhtml:td>1|2</xhtml:td></xhtml:tr></xhtml:table>"
            ),
            "| A | B |\n| --- | --- |\n| 1\\|2 |  |",
        ),
        ("<xhtml:h1>Big</xhtml:h1><xhtml:pre>a\n  b</xhtml:pre>", "### Big\n\n    a\n      b"),
        (
            '<xhtml:p>See <xhtml:object data="a.png" type="image/png">the plan</xhtml:object></xhtml:p>',
            "See the plan",
        ),
    ],
)
def test_formatted_text_becomes_markdown(text: str, expected: str) -> None:
    result = reqif.read(foreign(an_object("o", rich(text), **{ID: "R-1", NAME: "x"})), "p")
    assert imported(result).of(Requirement)[0].statement == expected
    assert ("pictures and embedded files" in {each.what for each in result.lost}) == ("object" in text)


def test_words_of_other_programs_are_understood_or_told() -> None:
    texts = {
        ID: "R 1/2",
        TEXT: "Do it.",
        "Owner": "Anna Berg",
        "Colour": "red",
        "Acceptance Criteria": "- fast&#10;- small",
    }
    result = reqif.read(foreign(an_object("o", HIGH, **texts)), "p")
    requirement = imported(result).of(Requirement)[0]
    assert (requirement.id, requirement.title, requirement.priority, requirement.owner) == (
        "R-1-2",
        "Do it.",
        "must",
        "anna-berg",
    )
    assert [(c.id, c.text) for c in requirement.acceptance_criteria] == [("AC-1", "fast"), ("AC-2", "small")]
    assert [(person.id, person.name) for person in result.people] == [("anna-berg", "Anna Berg")]
    assert ("attribute Colour", 1, "red") in [astuple(each) for each in result.lost]
    assert {each.what for each in result.read_as} == {
        "Priority High: priority must",
        "numbers rewritten to what may stand in an address",
    }


def test_a_number_that_stands_twice_is_told_and_both_are_kept() -> None:
    result = reqif.read(
        foreign(an_object("a", **{ID: "R-1", NAME: "x"}) + an_object("b", **{ID: "r-1", NAME: "y"})), "p"
    )
    assert [p.code for p in result.problems] == ["DOS805"]
    assert [(each.id, each.title) for each in imported(result).of(Requirement)] == [
        ("R-1", "x"),
        ("r-1-2", "y"),
    ]


def test_relations_that_are_no_parents_are_told() -> None:
    relation = (
        '<SPEC-RELATION IDENTIFIER="r"><TYPE><SPEC-RELATION-TYPE-REF>conflicts</SPEC-RELATION-TYPE-REF></TYPE>'
        "<SOURCE><SPEC-OBJECT-REF>a</SPEC-OBJECT-REF></SOURCE><TARGET><SPEC-OBJECT-REF>b</SPEC-OBJECT-REF></TARGET></SPEC-RELATION>"
    )
    objects = an_object("a", **{ID: "R-1", NAME: "x"}) + an_object("b", **{ID: "R-2", NAME: "y"})
    result = reqif.read(foreign(objects, relations=relation), "p")
    assert ("relations Conflicts", 1, "R-1 -> R-2") in [astuple(each) for each in result.lost]


def test_a_loose_end_in_the_tree_is_told_and_the_rest_is_read() -> None:
    tree = '<SPEC-HIERARCHY IDENTIFIER="q"><OBJECT><SPEC-OBJECT-REF>gone</SPEC-OBJECT-REF></OBJECT></SPEC-HIERARCHY>'
    result = reqif.read(foreign(an_object("a", **{ID: "R-1", NAME: "x"}), tree), "p")
    assert [p.code for p in result.problems] == ["DOS804"]
    assert result.records == 1


def test_backslashes_are_line_ends_only_where_strictdoc_wrote_them() -> None:
    texts = {ID: "R-1", NAME: "x", TEXT: r"C:\new"}
    assert imported(reqif.read(foreign(an_object("a", **texts)), "p")).of(Requirement)[0].statement == r"C:\new"
    other = reqif.read(foreign(an_object("a", **texts), tool="strictdoc"), "p")
    assert imported(other).of(Requirement)[0].statement == "C:\new"


# --- what is not ReqIF --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("character", "kept"), [("&#13;&#10;", "\n"), ("&#13;", "\n"), ("&#x2028;", "\n"), ("&#x7f;", ""), ("&#x9b;", "")]
)
def test_characters_that_no_record_may_hold_are_line_ends_or_nothing(character: str, kept: str) -> None:
    texts = {ID: "R-1", NAME: f"One{character} title", TEXT: f"It{character}finds", "Owner": f"Anna{character}"}
    raw = foreign(an_object("a", HIGH, **texts)).decode()
    for name in ("Needs", "Owner", "High"):
        raw = raw.replace(f'LONG-NAME="{name}"', f'LONG-NAME="{name}{character}"')
    dossier = imported(reqif.read(raw.encode(), "web"))
    (found,) = dossier.of(Requirement)
    assert (dossier.project.title, found.title, found.statement) == ("Needs", "One title", f"It{kept}finds")
    assert (found.owner, found.priority) == ("Anna", "must")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>"""
GOOD = foreign(an_object("a", **{ID: "R-1", NAME: "x"}))


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "DOS801"),
        (b"hello", "DOS801"),
        (b"\x00\xff\xfe", "DOS801"),
        (b"PK\x03\x04zip", "DOS801"),
        (GOOD[:-30], "DOS801"),
        (b"<a>" * 100_000, "DOS801"),
        (BOMB, "DOS802"),
        (BOMB.decode().replace('<?xml version="1.0"?>', "").encode("utf-16"), "DOS802"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "DOS802"),
        (b'<!DOCTYPE x [<!ENTITY f SYSTEM "http://127.0.0.1/x">]><x>&f;</x>', "DOS802"),
        (b"<Project xmlns='http://schemas.microsoft.com/project'/>", "DOS803"),
        (f'<REQ-IF xmlns="{NAMESPACE}"/>'.encode(), "DOS803"),
        (GOOD.replace(b' THE-VALUE="x"', b""), "DOS803"),
        (GOOD.replace(b'<SPEC-OBJECT IDENTIFIER="a">', b"<SPEC-OBJECT>"), "DOS803"),
        (GOOD.replace(b"<TYPE><SPEC-OBJECT-TYPE-REF>t</SPEC-OBJECT-TYPE-REF></TYPE>", b""), "DOS803"),
        (GOOD.replace(b"<SPEC-RELATION-TYPE", b"<UNHEARD-OF"), "DOS803"),
        (GOOD.replace(b"<DEFINITION>", b"<DEFINITION><VALUES/>"), "DOS803"),
    ],
)
def test_a_file_that_is_not_reqif_gives_a_problem_and_nothing_else(raw: bytes, code: str) -> None:
    result = reqif.read(raw, "p")
    assert {p.code for p in result.problems} == {code}
    assert result.files == ()
    assert all(p.place.line for p in result.problems)


def test_what_is_missing_is_told_with_its_line() -> None:
    problems = reqif.read(GOOD.replace(b' THE-VALUE="x"', b""), "p").problems
    line = GOOD[: GOOD.index(b'THE-VALUE="x"')].count(b"\n") + 1
    assert [(p.place.line, p.message) for p in problems] == [(line, "<ATTRIBUTE-VALUE-STRING> has no THE-VALUE")]


@pytest.mark.parametrize("element", ["REQ-IF-HEADER", "DATATYPE-DEFINITION-STRING", "SPEC-RELATION-TYPE"])
def test_each_identifier_that_is_missing_is_told(element: str) -> None:
    bad = re.sub(rf'<{element} IDENTIFIER="\w+"', f"<{element}", GOOD.decode())
    assert [p.message for p in reqif.read(bad.encode(), "p").problems] == [f"<{element}> has no IDENTIFIER"]


def test_two_objects_of_one_identifier_are_told_and_none_is_lost() -> None:
    twice = foreign(an_object("a", **{ID: "R-1", NAME: "x"}), an_object("a", **{ID: "R-2", NAME: "y"}))
    (problem,) = reqif.read(twice, "p").problems
    assert (problem.code, problem.message) == ("DOS803", "<SPEC-OBJECT>: the IDENTIFIER `a` stands twice")
    assert problem.place.line == twice[: twice.rindex(b"<SPEC-OBJECT ")].count(b"\n") + 1


@pytest.mark.parametrize(
    ("first", "element"),
    [
        ('<SPEC-OBJECT-TYPE IDENTIFIER="t" LONG-NAME="Requirement">', "SPEC-OBJECT-TYPE"),
        ('<ENUM-VALUE IDENTIFIER="e1" LONG-NAME="High">', "ENUM-VALUE"),
        ('<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="Owner" LONG-NAME="Owner">', "ATTRIBUTE-DEFINITION-STRING"),
    ],
)
def test_what_is_named_by_its_identifier_may_not_stand_twice(first: str, element: str) -> None:
    good = GOOD.decode()
    whole = good[good.index(first) :].partition(f"</{element}>")
    bad = good.replace(first, f"{whole[0]}{whole[1]}\n{first}")
    problems = reqif.read(bad.encode(), "p").problems
    assert [p.code for p in problems] == ["DOS803"]
    assert re.fullmatch(rf"<{element}>: the IDENTIFIER `\w+` stands twice", problems[0].message)


def test_attributes_of_two_types_may_have_one_identifier() -> None:
    good = GOOD.decode()
    owner = next(
        iter(re.findall(r'<ATTRIBUTE-DEFINITION-STRING IDENTIFIER="Owner".*?</ATTRIBUTE-DEFINITION-STRING>', good))
    )
    other = f'<SPEC-OBJECT-TYPE IDENTIFIER="u" LONG-NAME="Other"><SPEC-ATTRIBUTES>{owner}</SPEC-ATTRIBUTES></SPEC-OBJECT-TYPE>'
    assert reqif.read(good.replace("<SPEC-RELATION-TYPE", f"{other}<SPEC-RELATION-TYPE").encode(), "p").problems == ()


def test_what_nobody_knows_is_told_by_its_name_and_line() -> None:
    bad = GOOD.replace(b"<SPEC-RELATION-TYPE", b"<UNHEARD-OF")
    (problem,) = reqif.read(bad, "p").problems
    assert problem.message == "<UNHEARD-OF> does not belong here, or is not whole"
    assert problem.place.line == bad[: bad.index(b"<UNHEARD-OF")].count(b"\n") + 1


def test_types_may_lack_what_no_record_is_made_of() -> None:
    types = b'<SPECIFICATION-TYPE IDENTIFIER="q"/><SPEC-RELATION-TYPE IDENTIFIER="conflicts"/>'
    result = reqif.read(GOOD.replace(b'<SPEC-RELATION-TYPE IDENTIFIER="conflicts" LONG-NAME="Conflicts"/>', types), "p")
    assert (result.problems, result.records) == ((), 1)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(GOOD) - 1),
    st.integers(0, 60),
    st.sampled_from([b"", b"<", b"X", b"&a;", b"<VALUES/>", b"\x00"]),
)
def test_a_damaged_file_never_ends_in_a_traceback(start: int, length: int, put: bytes) -> None:
    result = reqif.read(GOOD[:start] + put + GOOD[start + length :], "p")
    assert all(p.code in RULES for p in result.problems)
    assert result.files or any(RULES[p.code].severity == "error" for p in result.problems)
    if result.files:
        imported(result)
