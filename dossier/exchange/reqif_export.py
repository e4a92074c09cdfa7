"""The requirements of a project as ReqIF, for the requirements programs of others."""

# What goes where: each requirement is one object. Its number is ReqIF.ForeignID, its title ReqIF.Name, its
# statement ReqIF.Text; other fields stand under their names. The first parent makes the tree, further ones
# are relations "Parent". All texts are plain strings that hold the Markdown as written, so that importing
# gives back every character; XHTML would lose what Markdown can say and XHTML cannot, and the other way
# round.

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from reqif.models.reqif_core_content import ReqIFCoreContent
from reqif.models.reqif_data_type import ReqIFDataTypeDefinitionString
from reqif.models.reqif_namespace_info import ReqIFNamespaceInfo
from reqif.models.reqif_req_if_content import ReqIFReqIFContent
from reqif.models.reqif_reqif_header import ReqIFReqIFHeader
from reqif.models.reqif_spec_hierarchy import ReqIFSpecHierarchy
from reqif.models.reqif_spec_object import ReqIFSpecObject, SpecObjectAttribute
from reqif.models.reqif_spec_object_type import ReqIFSpecObjectType, SpecAttributeDefinition
from reqif.models.reqif_spec_relation import ReqIFSpecRelation
from reqif.models.reqif_spec_relation_type import ReqIFSpecRelationType
from reqif.models.reqif_specification import ReqIFSpecification
from reqif.models.reqif_specification_type import ReqIFSpecificationType
from reqif.models.reqif_types import SpecObjectAttributeType
from reqif.object_lookup import ReqIFObjectLookup
from reqif.reqif_bundle import ReqIFBundle
from reqif.unparser import ReqIFUnparser

from dossier.records.declare import RECORD_TYPES
from dossier.records.requirement import Requirement
from dossier.text.yaml_text import yaml_list, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.dossier import Dossier

_OURS = UUID("6f6c6f64-7373-4965-8f71-646f73736965")
_NAMES = {"id": "ReqIF.ForeignID", "title": "ReqIF.Name", "statement": "ReqIF.Text"}
_KEPT_HERE = ("internal",)
"""Never published, so never handed to another program either."""
# The standard wants a time of last change. Records have none (git has), and the same records shall give the
# same file.
_NO_TIME = "1970-01-01T00:00:00Z"
_LONGEST = "1000000"
_DEEPEST = 60
"""XML readers stop at some depth; deeper requirements stand at the top, their parent in an attribute."""


def write_reqif(dossier: Dossier) -> bytes:
    """The requirements of a dossier as a ReqIF 1.0.1 file; the same requirements give the same bytes."""
    requirements = _in_tree_order(dossier.of(Requirement))
    made = _Made(dossier.folder)
    content = ReqIFReqIFContent(
        data_types=[_string_type(made)],
        spec_types=[
            _object_type(made, "REQUIREMENT", _attribute_names()),
            _object_type(made, "TEXT", ["ReqIF.Text"]),
            ReqIFSpecRelationType(identifier=made.id("relation type"), last_change=_NO_TIME, long_name="Parent"),
            ReqIFSpecificationType(
                identifier=made.id("specification type"), last_change=_NO_TIME, long_name="Document"
            ),
        ],
        spec_objects=[*_introduction(made, dossier), *(_object(made, each) for each in requirements)],
        spec_relations=list(_relations(made, requirements)),
        specifications=[_specification(made, dossier, requirements)],
    )
    bundle = ReqIFBundle(
        namespace_info=ReqIFNamespaceInfo.create_default(),
        req_if_header=ReqIFReqIFHeader(
            identifier=made.id("header"),
            creation_time=_NO_TIME,
            repository_id=made.id("repository"),
            req_if_tool_id="dossier",
            req_if_version="1.0",
            source_tool_id="dossier",
            title=_for_title(dossier.project.title).replace("<", "\2"),
        ),
        core_content=ReqIFCoreContent(req_if_content=content),
        tool_extensions_tag_exists=False,
        lookup=ReqIFObjectLookup.empty(),
        exceptions=[],
    )
    return _with_line_ends(ReqIFUnparser.unparse(bundle)).encode("utf-8")


class _Made:
    """Identifiers that the standard wants to be unique in the world and we want to be the same every time."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def id(self, name: str) -> str:
        """An XML id for the thing of this name in this project."""
        return f"_{uuid5(_OURS, f'{self._folder}/{name}')}"


def _in_tree_order(requirements: Sequence[Requirement]) -> tuple[Requirement, ...]:
    """Every requirement after its first parent, children in the dossier's order; those in a cycle last."""
    children = _children(requirements)
    found: dict[str, Requirement] = {}
    waiting = [*reversed(requirements), *reversed(children.get("", ()))]
    while waiting:
        requirement = waiting.pop()
        if requirement.id not in found:
            found[requirement.id] = requirement
            waiting += reversed(children.get(requirement.id, ()))
    return tuple(found.values())


def _children(requirements: Sequence[Requirement]) -> dict[str, list[Requirement]]:
    known = {each.id for each in requirements}
    found: dict[str, list[Requirement]] = {}
    for each in requirements:
        found.setdefault(_first_parent(each, known), []).append(each)
    return found


def _first_parent(requirement: Requirement, known: set[str]) -> str:
    return next((parent for parent in requirement.parents if parent in known and parent != requirement.id), "")


def _attribute_names() -> list[str]:
    fields = RECORD_TYPES["requirement"].fields
    return [_NAMES.get(name, name.upper()) for name in fields if name not in _KEPT_HERE]


def _string_type(made: _Made) -> ReqIFDataTypeDefinitionString:
    return ReqIFDataTypeDefinitionString(
        identifier=made.id("string"), last_change=_NO_TIME, long_name="Text", max_length=_LONGEST
    )


def _object_type(made: _Made, name: str, attributes: Sequence[str]) -> ReqIFSpecObjectType:
    return ReqIFSpecObjectType(
        identifier=made.id(f"type {name}"),
        last_change=_NO_TIME,
        long_name=name,
        attribute_definitions=[
            SpecAttributeDefinition(
                attribute_type=SpecObjectAttributeType.STRING,
                identifier=made.id(f"attribute {name} {attribute}"),
                datatype_definition=made.id("string"),
                last_change=_NO_TIME,
                long_name=attribute,
            )
            for attribute in attributes
        ],
    )


def _object(made: _Made, requirement: Requirement) -> ReqIFSpecObject:
    return _spec_object(made, f"object {requirement.id}", "REQUIREMENT", _texts(requirement))


def _introduction(made: _Made, dossier: Dossier) -> Iterator[ReqIFSpecObject]:
    """The project's description, as the text that opens the document."""
    if dossier.project.description:
        yield _spec_object(made, "introduction", "TEXT", {"ReqIF.Text": dossier.project.description})


def _spec_object(made: _Made, name: str, kind: str, texts: Mapping[str, str]) -> ReqIFSpecObject:
    return ReqIFSpecObject(
        identifier=made.id(name),
        last_change=_NO_TIME,
        spec_object_type=made.id(f"type {kind}"),
        attributes=[
            SpecObjectAttribute(
                attribute_type=SpecObjectAttributeType.STRING,
                definition_ref=made.id(f"attribute {kind} {attribute}"),
                value=_without_line_ends(text),
            )
            for attribute, text in texts.items()
        ],
    )


def _texts(requirement: Requirement) -> dict[str, str]:
    """The requirement's fields by attribute name, each as one text."""
    found: dict[str, str] = {}
    for name in RECORD_TYPES["requirement"].fields:
        value = getattr(requirement, name)
        if value and name not in _KEPT_HERE:
            text = value.isoformat() if isinstance(value, date) else value
            found[_NAMES.get(name, name.upper())] = text if isinstance(text, str) else _listed(name, text)
    return found


def _listed(name: str, values: Sequence[Any]) -> str:
    """A list as one text: with commas, or on dashed lines where commas would not do; criteria as YAML."""
    if name == "acceptance_criteria":
        return "".join(_criterion(each) for each in values)
    if all(re.fullmatch(r"[^\W\d][^,，、;；]*", value) for value in values):
        return ", ".join(values)
    return "".join(f"- {value}\n" for value in values)


def _criterion(criterion: Any) -> str:
    if criterion.met:
        return yaml_list([{"id": criterion.id, "text": criterion.text, "met": "yes"}])
    return f"- {yaml_text(criterion.id)}: {yaml_text(criterion.text, 2)}\n"


def _relations(made: _Made, requirements: Sequence[Requirement]) -> Iterator[ReqIFSpecRelation]:
    known = {each.id for each in requirements}
    for each in requirements:
        above = _first_parent(each, known)
        for parent in each.parents:
            if parent in known and parent != above:
                yield ReqIFSpecRelation(
                    identifier=made.id(f"relation {each.id} {parent}"),
                    last_change=_NO_TIME,
                    relation_type_ref=made.id("relation type"),
                    source=made.id(f"object {each.id}"),
                    target=made.id(f"object {parent}"),
                )


def _specification(made: _Made, dossier: Dossier, requirements: Sequence[Requirement]) -> ReqIFSpecification:
    known = {each.id for each in requirements}
    made_for: dict[str, ReqIFSpecHierarchy] = {}
    tops: list[ReqIFSpecHierarchy] = []
    if dossier.project.description:
        tops.append(_hierarchy(made, "introduction", 1))
    for each in requirements:
        above = made_for.get(_first_parent(each, known))
        level = above.level + 1 if above and above.level < _DEEPEST else 1
        entry = _hierarchy(made, f"object {each.id}", level)
        made_for[each.id] = entry
        if above and entry.level > 1:
            above.add_child(entry)
        else:
            tops.append(entry)
    return ReqIFSpecification(
        identifier=made.id("specification"),
        last_change=_NO_TIME,
        long_name=_for_title(dossier.project.title),
        specification_type=made.id("specification type"),
        children=tops,
    )


def _hierarchy(made: _Made, name: str, level: int) -> ReqIFSpecHierarchy:
    return ReqIFSpecHierarchy(
        identifier=made.id(f"place of {name}"),
        spec_object=made.id(name),
        level=level,
        last_change=_NO_TIME,
        editable=None,
        is_table_internal=None,
    )


def _without_line_ends(text: str) -> str:
    """Line ends and tabs survive in an XML attribute only as references, which the library would escape.

    They go through it as characters that no record can hold, and become references afterwards. Other control
    characters cannot stand in XML.
    """
    kept = text.replace("\n", "\0").replace("\t", "\1")
    return "".join(
        c for c in kept if c in "\0\1" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def _with_line_ends(xml: str) -> str:
    return xml.replace("\0", "&#10;").replace("\1", "&#9;").replace("\2", "&lt;")


def _for_title(text: str) -> str:
    """A title on one line, without what XML cannot hold."""
    return " ".join(_without_line_ends(text).replace("\0", " ").replace("\1", " ").split())
