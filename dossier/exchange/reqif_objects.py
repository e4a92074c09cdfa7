"""A ReqIF file as plain objects with named texts, in the order and tree that its author gave them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from msgspec import Struct
from reqif.models.reqif_types import SpecObjectAttributeType
from reqif.parser import ReqIFParser

from dossier.exchange.plain_text import clean, one_line
from dossier.exchange.xhtml import markdown_of
from dossier.exchange.xml_tree import parsed_xml
from dossier.problems.problem import Place, Problem, shortened
from dossier.problems.rules import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element, _ElementTree

    from dossier.exchange.files import Tally

NAMESPACE = "http://www.omg.org/spec/ReqIF/20110401/reqif.xsd"

rule(
    "DOS803",
    "error",
    """A file to import is XML, but not whole ReqIF.

    Something that ReqIF requires is missing: a value, an identifier, a type; or an identifier stands twice. Nothing of
    the file is imported, since requirements with holes would look complete.
    """,
)
rule(
    "DOS804",
    "warning",
    """A ReqIF file places or relates an object that it does not contain.

    The export was probably limited to a part of the requirements. What is there is imported, the loose end is
    not.
    """,
)

_LINK = re.compile(r"`([^`<>]+?)\s*<(https?://[^<>\s]+)>`__?")

# What the standard requires of the elements that are read here: attributes, then children (a path of names).
_REQUIRED: Mapping[str, tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = {
    "REQ-IF-HEADER": (("IDENTIFIER",), ()),
    "SPEC-OBJECT": (("IDENTIFIER",), (("TYPE", "SPEC-OBJECT-TYPE-REF"),)),
    "SPEC-OBJECT-TYPE": (("IDENTIFIER",), ()),
    "SPEC-RELATION": (
        ("IDENTIFIER",),
        (("TYPE",), ("SOURCE", "SPEC-OBJECT-REF"), ("TARGET", "SPEC-OBJECT-REF")),
    ),
    "SPEC-HIERARCHY": (("IDENTIFIER",), (("OBJECT", "SPEC-OBJECT-REF"),)),
    "SPECIFICATION": (("IDENTIFIER",), ()),
    **{f"{name}-TYPE": (("IDENTIFIER",), ()) for name in ("SPECIFICATION", "SPEC-RELATION", "RELATION-GROUP")},
    "RELATION-GROUP": (("IDENTIFIER",), ()),
    "ENUM-VALUE": (("IDENTIFIER",), ()),
    **{f"DATATYPE-DEFINITION-{kind.name}": (("IDENTIFIER",), ()) for kind in SpecObjectAttributeType},
    **{f"ATTRIBUTE-DEFINITION-{kind.name}": (("IDENTIFIER",), (("TYPE",),)) for kind in SpecObjectAttributeType},
    **{
        f"ATTRIBUTE-VALUE-{name}": (("THE-VALUE",), (("DEFINITION", f"ATTRIBUTE-DEFINITION-{name}-REF"),))
        for name in ("STRING", "INTEGER", "REAL", "BOOLEAN", "DATE")
    },
    "ATTRIBUTE-VALUE-XHTML": ((), (("THE-VALUE",), ("DEFINITION", "ATTRIBUTE-DEFINITION-XHTML-REF"))),
    "ATTRIBUTE-VALUE-ENUMERATION": ((), (("DEFINITION", "ATTRIBUTE-DEFINITION-ENUMERATION-REF"),)),
}

# What others name by its identifier: two of one would be one.
_NAMED = {
    name
    for name, (attributes, _) in _REQUIRED.items()
    if "IDENTIFIER" in attributes and (name in {"SPEC-OBJECT", "ENUM-VALUE"} or re.search("-TYPE$|DEFINITION", name))
}


class Item(Struct, frozen=True):
    """One object of the file: the name of its type, its own, and its texts by attribute name, in order."""

    identifier: str
    kind: str
    name: str
    texts: tuple[tuple[str, str], ...]


class Entry(Struct, frozen=True):
    """Where an object stands: below which other ("" at the top), in which specification, counted from 0."""

    identifier: str
    parent: str
    specification: int


class Relation(Struct, frozen=True):
    """A relation of a named kind from one object to another."""

    kind: str
    source: str
    target: str


class Document(Struct, frozen=True):
    """All of the file that is read."""

    specifications: tuple[str, ...]
    items: Mapping[str, Item]
    entries: tuple[Entry, ...]
    relations: tuple[Relation, ...]


def document_of(raw: bytes, lost: Tally) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document that a ReqIF file holds, or None with the problems that kept it from being read.

    Pictures and embedded files in formatted text are added to `lost`.
    """
    tree, problems = parsed_xml(raw)
    if tree is None:
        return None, problems
    if problems := tuple(_shape_problems(tree)):
        return None, problems
    _fill(tree)
    try:
        bundle = ReqIFParser.parse_from_string(etree.tostring(tree, encoding="unicode"))
    except Exception as error:  # noqa: BLE001 - the library stops at what it does not know with errors of many kinds
        return None, (_not_whole(error, tree),)
    found = _document(bundle, lost)
    return found, tuple(_loose_ends(found))


def _fill(tree: _ElementTree) -> None:
    """Give the types what the library cannot do without and no record is made of."""
    for element in tree.iter(f"{{{NAMESPACE}}}SPECIFICATION-TYPE"):
        element.set("LAST-CHANGE", element.get("LAST-CHANGE", ""))
    for element in tree.iter(f"{{{NAMESPACE}}}SPEC-RELATION-TYPE"):
        element.set("LONG-NAME", element.get("LONG-NAME") or element.get("IDENTIFIER", ""))


def _not_whole(error: Exception, tree: _ElementTree) -> Problem:
    """What the library could not read: the element at which it stopped where it says so, else its own words."""
    hint = "export it again from the program it came from"
    element = next((each for each in error.args if etree.iselement(each)), None)
    if element is None:
        return _problem("DOS803", f"this is not whole ReqIF {shortened(str(error), 120)}".rstrip(), hint=hint)
    above = tree.getroot().sourceline - element.getroottree().getroot().sourceline  # the library's text has no prolog
    message = f"<{etree.QName(element).localname}> does not belong here, or is not whole"
    return Problem("DOS803", Place("", line=element.sourceline + above, column=1), message, hint)


def _shape_problems(tree: _ElementTree) -> Iterator[Problem]:
    root = tree.getroot()
    if root.tag != f"{{{NAMESPACE}}}REQ-IF":
        yield _problem("DOS803", f"expected a ReqIF file, found <{shortened(str(root.tag))}>", root)
        return
    content = root.find(f"{{{NAMESPACE}}}CORE-CONTENT/{{{NAMESPACE}}}REQ-IF-CONTENT")
    if content is None:
        yield _problem("DOS803", "there is no <CORE-CONTENT> with requirements in it", root)
        return
    seen: set[tuple[str, str, _Element | None]] = set()
    for element in root.iter(f"{{{NAMESPACE}}}*"):
        name = etree.QName(element).localname
        within = element.getparent() if name.startswith("ATTRIBUTE-DEFINITION") else None  # a type knows its own alone
        own = (name, element.get("IDENTIFIER", ""), within)
        if name in _NAMED and own[1] and own in seen:
            yield _problem("DOS803", f"<{name}>: the IDENTIFIER `{shortened(own[1])}` stands twice", element)
        seen.add(own)
        attributes, children = _REQUIRED.get(name, ((), ()))
        for attribute in attributes:
            if attribute not in element.attrib:
                yield _problem("DOS803", f"<{name}> has no {attribute}", element)
        for path in children:
            child = element.find("/".join(f"{{{NAMESPACE}}}{step}" for step in path))
            if child is None or (path[-1].endswith("-REF") and not (child.text or "").strip()):
                yield _problem("DOS803", f"<{name}> has no <{'/'.join(path)}>", element)
            elif len(path) > 1 and child.getprevious() is not None:  # the library takes what stands there
                yield _problem("DOS803", f"<{path[0]}> holds something else before <{path[-1]}>", child)


def _document(bundle: Any, lost: Tally) -> Document:
    content = bundle.core_content.req_if_content
    types = {each.identifier: each for each in content.spec_types or []}
    options = {
        value.identifier: one_line(value.long_name or value.key or value.identifier)
        for each in content.data_types or []
        for value in getattr(each, "values", None) or []
    }
    header = bundle.req_if_header
    tools = f"{getattr(header, 'req_if_tool_id', '')} {getattr(header, 'source_tool_id', '')}".casefold()
    items: dict[str, Item] = {}
    for each in content.spec_objects or []:
        texts = tuple(_texts(each, types.get(each.spec_object_type), options, "strictdoc" in tools, lost))
        kind = _name_of(types.get(each.spec_object_type)) or each.spec_object_type
        items[each.identifier] = Item(each.identifier, kind, _name_of(each), texts)
    titles = tuple(_name_of(s) or one_line(s.identifier) for s in content.specifications or [])
    entries = tuple(
        entry
        for number, specification in enumerate(content.specifications or [])
        for child in specification.children or []
        for entry in _entries(child, "", number)
    )
    relations = tuple(
        Relation(_name_of(types.get(r.relation_type_ref)) or str(r.relation_type_ref), r.source, r.target)
        for r in content.spec_relations or []
    )
    return Document(titles, items, entries, relations)


def _entries(hierarchy: Any, parent: str, specification: int) -> Iterator[Entry]:
    yield Entry(hierarchy.spec_object, parent, specification)
    for child in hierarchy.children or []:
        yield from _entries(child, hierarchy.spec_object, specification)


def _texts(
    item: Any, of_type: Any, options: Mapping[str, str], from_strictdoc: bool, lost: Tally
) -> Iterator[tuple[str, str]]:
    """The object's attributes as (name, text); empty ones are left out."""
    for attribute in item.attributes:
        definition = getattr(of_type, "attribute_map", {}).get(attribute.definition_ref)
        name = _name_of(definition) or one_line(attribute.definition_ref)
        if attribute.attribute_type is SpecObjectAttributeType.ENUMERATION:
            text = ", ".join(options.get(value, str(value)) for value in attribute.value)
        elif attribute.attribute_type is SpecObjectAttributeType.XHTML:
            text = markdown_of(_formatted(attribute.xml_node), lost.add)
        else:
            text = str(attribute.value)
            text = _from_strictdoc(text) if from_strictdoc else text
        if text := clean(text):
            yield name, text


def _from_strictdoc(text: str) -> str:
    r"""StrictDoc writes line ends as the two characters \n, and links as reStructuredText has them."""
    return _LINK.sub(r"[\1](<\2>)", text.replace("\\n", "\n"))


def _formatted(node: _Element) -> _Element:
    return next(child for child in node if str(child.tag).rpartition("}")[2] == "THE-VALUE")


def _loose_ends(found: Document) -> Iterator[Problem]:
    for entry in found.entries:
        if entry.identifier not in found.items:
            yield _problem("DOS804", f"the tree places `{shortened(entry.identifier)}`, which is not in the file")
    for relation in found.relations:
        for end in (relation.source, relation.target):
            if end not in found.items:
                yield _problem(
                    "DOS804", f"a relation {relation.kind} names `{shortened(end)}`, which is not in the file"
                )


def _name_of(thing: Any) -> str:
    return one_line(getattr(thing, "long_name", None) or "")


def _problem(code: str, message: str, element: _Element | None = None, hint: str = "") -> Problem:
    line = element.sourceline if element is not None else None
    return Problem(code, Place("", line=line or 1, column=1), message, hint)
