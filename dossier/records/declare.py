"""The declaration of a record type: its fields, the words people see for them, and how their text is read."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform, get_type_hints

from msgspec import Struct

from dossier.language import Bilingual
from dossier.problems.problem import Place
from dossier.records.fields import by_key
from dossier.records.kinds import Kind, kind_of
from dossier.records.values import Prose
from dossier.text.pickled import pickled_quickly

if TYPE_CHECKING:
    from collections.abc import Callable

Declared = TypeVar("Declared")
Pair = tuple[str, str]
Written = Any
"""Text as written: a str, a tuple of Written, or a dict of str to Written."""


class Field(Struct, frozen=True):
    """One field of a record type."""

    name: str
    label: Bilingual
    help: Bilingual
    kind: Kind
    required: bool
    also: tuple[str, ...]
    internal: bool
    volatile: bool
    default: Any

    def keys(self) -> tuple[str, ...]:
        """Every key under which an author may write this field."""
        return (self.name, *self.label.all(), *self.also)


class RecordType(Struct, frozen=True):
    """Everything the program knows about one kind of record."""

    name: str
    cls: type[Any]
    key: str
    label: Bilingual
    plural: Bilingual
    prefix: str
    body: str
    also: tuple[str, ...]
    fields: Mapping[str, Field]
    known: Mapping[str, Field]
    presets: Mapping[str, Mapping[str, str]]

    @property
    def help(self) -> str:
        """What a record of this type is for, in one sentence."""
        return (self.cls.__doc__ or "").strip().split("\n")[0]

    def keys(self) -> tuple[str, ...]:
        """Every key, folder or `type:` under which an author may write records of this type."""
        return (self.key, self.name, *self.label.all(), *self.plural.all(), *self.also, *self.presets)


RECORD_TYPES: dict[str, RecordType] = {}


def says(
    en: str,
    zh: str,
    *,
    help: Pair = ("", ""),
    choices: Mapping[str, Pair] | None = None,
    to: tuple[str, ...] = (),
    unit: str = "",
    timed: bool = False,
    between: tuple[int, int] | None = None,
    also: tuple[str, ...] = (),
    required: bool = False,
    internal: bool = False,
    volatile: bool = False,
) -> Any:
    """Declare a field: its label in English and Chinese, and what its annotation alone does not say.

    `choices` maps each value to its labels; `to` names the record types a reference may lead to; a `timed` date may have
    a time of day; `internal` fields are never published; `volatile` fields change as work goes on and are not part of what a client signs.
    """
    metadata = {
        "label": Bilingual(en, zh),
        "help": Bilingual(*help),
        "settings": {"choices": choices, "to": to, "unit": unit, "timed": timed, "between": between},
        "required": required,
        "also": also,
        "internal": internal,
        "volatile": volatile,
    }
    return dataclasses.field(default=None, metadata=metadata)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(says,))
def part(cls: type[Declared]) -> type[Declared]:
    """Declare a part of a record, such as one acceptance criterion."""
    return _frozen(cls)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(says,))
def record(
    label: Pair,
    plural: Pair,
    *,
    key: str = "",
    prefix: str = "",
    body: str = "description",
    also: tuple[str, ...] = (),
    presets: Mapping[str, Mapping[str, str]] | None = None,
) -> Callable[[type[Declared]], type[Declared]]:
    """Declare a record type.

    `key` is its top-level key in YAML and its folder; `prefix` begins the ids of new records; `body` is the field that
    the opening text of a Markdown record fills; `presets` are further keys that fill fields on their own, as
    `milestones:` does for tasks.
    """

    def declare(cls: type[Declared]) -> type[Declared]:
        frozen = _frozen(cls)
        made: Any = frozen
        name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        made.type_name = name
        fields = fields_of(made)
        RECORD_TYPES[name] = RecordType(
            name=name,
            cls=made,
            key=key or f"{name}s",
            label=Bilingual(*label),
            plural=Bilingual(*plural),
            prefix=prefix,
            body=body,
            also=also,
            fields=fields,
            known=by_key(fields.values()),
            presets=presets or {},
        )
        return frozen

    return declare


def fields_of(cls: type[Any]) -> dict[str, Field]:
    """The declared fields of a record type or part, in the order of declaration."""
    hints = get_type_hints(cls, include_extras=True)
    return {
        f.name: Field(
            name=f.name,
            label=f.metadata["label"],
            help=f.metadata["help"],
            kind=kind_of(hints[f.name], fields_of, **f.metadata["settings"]),
            required=f.metadata["required"],
            also=f.metadata["also"],
            internal=f.metadata["internal"],
            volatile=f.metadata["volatile"],
            default=f.default,
        )
        for f in dataclasses.fields(cls)
        if "label" in f.metadata
    }


def type_of(record: Any) -> RecordType:
    """The record type of a record."""
    return RECORD_TYPES[record.type_name]


def _frozen(cls: type[Declared]) -> type[Declared]:
    """A frozen dataclass whose optional fields default to nothing: (), "" or None, as the annotation says."""
    for name, annotation in cls.__annotations__.items():
        declared = cls.__dict__.get(name)
        if isinstance(declared, dataclasses.Field) and "label" in declared.metadata:
            if declared.metadata["required"]:
                declared.default = dataclasses.MISSING
            else:
                declared.default = _nothing(str(annotation))
    return pickled_quickly(without={"known_now"})(dataclass(frozen=True, slots=True, kw_only=True)(cls))


def _nothing(annotation: str) -> Any:
    if annotation.startswith("tuple"):
        return ()
    if annotation == "bool":
        return False
    return "" if annotation in {"str", "Prose", "Ref"} else None


@part
class Record:
    """What every record has, whatever its type."""

    type_name: ClassVar[str] = ""
    nests: ClassVar[dict[str, str]] = {}
    """Record types whose records may be written inside one of this type, and their field that then names it."""

    id: str = says(
        "Number",
        "编号",
        required=True,
        help=(
            "Unique in the project; letters, digits, - _ and . only.",
            "在项目内唯一；只用字母、汉字、数字和 - _ .",
        ),
    )
    title: str = says(
        "Title",
        "标题",
        required=True,
        help=("A short name that people will recognise.", "便于识别的简短名称。"),
    )
    visibility: str = says(
        "Visibility",
        "可见范围",
        choices={"client": ("Client", "客户"), "team": ("Team only", "仅团队")},
        volatile=True,
        help=(
            "Who may see this record; without it, what client.yml publishes decides.",
            "谁可以看到本记录；不填时由 client.yml 的“发布内容”决定。",
        ),
    )
    attachments: tuple[str, ...] = says(
        "Attachments",
        "附件",
        help=(
            "Files to publish with this record, relative to its own file.",
            "随本记录发布的文件，相对于本文件的路径。",
        ),
    )
    tags: tuple[str, ...] = says(
        "Tags", "标签", volatile=True, help=("Your own words to find records by.", "便于查找的自定义标签。")
    )
    internal: Prose = says(
        "Internal notes",
        "内部备注",
        internal=True,
        volatile=True,
        help=("For the team; never published to the client.", "仅供团队，绝不向客户发布。"),
    )
    place: Place = Place("")
    project: str = ""
    written: Mapping[str, Written] = dataclasses.field(default_factory=dict, compare=False)
    keys: Mapping[str, str] = dataclasses.field(default_factory=dict, compare=False)
    known: dict[str, Any] = dataclasses.field(init=False, default_factory=dict, compare=False, repr=False)
    """What functions marked `once_per_record` found in this record, by their names."""
    known_now: dict[str, Any] = dataclasses.field(init=False, default_factory=dict, compare=False, repr=False)
    """The same of functions marked `once_in_memory`; it is not pickled."""

    @property
    def folder(self) -> str:
        """The folder of the file in which the record stands."""
        return posixpath.dirname(self.place.path)

    @property
    def is_chinese(self) -> bool:
        """Whether its author writes the keys in Chinese."""
        return not (self.keys.get("id") or "".join(self.keys.values())).isascii()

    def key_of(self, field: str) -> str:
        """The key under which a field stands, or would stand in the language of the others."""
        label = type_of(self).fields[field].label
        return self.keys.get(field) or (label.zh if self.is_chinese else field)

    def at(self, field: str) -> Place:
        """The place of a field, under the key that its author wrote, or of the record where the field is not there."""
        return self.place / self.keys[field] if field in self.keys else self.place
