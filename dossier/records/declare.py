"""The declaration of a record type: its fields, the words people see for them, and how their text is read."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, get_type_hints

from msgspec import Struct, field, structs

from dossier.language import Bilingual
from dossier.problems.problem import Place
from dossier.records.fields import by_key
from dossier.records.kinds import Kind, kind_of
from dossier.records.sayings import Declaring, Pair, says
from dossier.records.values import Prose

if TYPE_CHECKING:
    from collections.abc import Callable

Declared = TypeVar("Declared")
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
        made: Any = cls
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
        return cls

    return declare


def fields_of(cls: type[Any]) -> dict[str, Field]:
    """The declared fields of a record type or part, in the order of declaration."""
    hints = get_type_hints(cls, include_extras=True)
    defaults = dict(zip(cls.__struct_fields__, cls.__struct_defaults__, strict=True))
    return {
        name: Field(
            name=name,
            label=said.label,
            help=said.help,
            kind=kind_of(hints[name], fields_of, **said.settings),
            required=said.required,
            also=said.also,
            internal=said.internal,
            volatile=said.volatile,
            default=defaults[name],
        )
        for name, said in cls.sayings.items()
    }


def type_of(record: Any) -> RecordType:
    """The record type of a record."""
    return RECORD_TYPES[record.type_name]


class Record(Struct, metaclass=Declaring, eq=False):
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
    written: Mapping[str, Written] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)
    """What functions marked `once_per_record` found in this record, by their names."""
    known_now: dict[str, Any] = field(default_factory=dict)
    """The same of functions marked `once_in_memory`; it is not pickled."""

    def __eq__(self, other: object) -> bool:
        """Whether all that it says is the same: not how it was written, nor what is known of it."""
        return type(self) is type(other) and _said(self) == _said(other)

    def __ne__(self, other: object) -> bool:
        """The contrary, which a structure does not take from `__eq__`."""
        return not self == other

    def __hash__(self) -> int:
        return hash((self.type_name, self.project, self.id))

    def __repr__(self) -> str:
        return Struct.__repr__(structs.replace(self, known={}, known_now={}))

    def __replace__(self, /, **changes: Any) -> Self:
        """Another record, of which nothing is known yet."""
        return structs.replace(self, **{"known": {}, "known_now": {}, **changes})

    def __reduce__(self) -> tuple[type[Self], tuple[Any, ...]]:
        # Values by position are read back in two thirds of the time that names take.
        return type(self), structs.astuple(structs.replace(self, known_now={}))

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


def _said(record: Any) -> tuple[Any, ...]:
    return structs.astuple(structs.replace(record, written={}, keys={}, known={}, known_now={}))
