"""Classes whose fields are declared by what people see of them: frozen structures, of which records and parts are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, dataclass_transform

from msgspec import Struct, StructMeta

from dossier.language import Bilingual

Pair = tuple[str, str]


class Saying(Struct, frozen=True, kw_only=True):
    """What a record type says of one of its fields besides its annotation: see `says`."""

    label: Bilingual
    help: Bilingual
    settings: Mapping[str, Any]
    required: bool
    also: tuple[str, ...]
    internal: bool
    volatile: bool


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
    settings = {"choices": choices, "to": to, "unit": unit, "timed": timed, "between": between}
    return Saying(
        label=Bilingual(en, zh),
        help=Bilingual(*help),
        settings=settings,
        required=required,
        also=also,
        internal=internal,
        volatile=volatile,
    )


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(says,))
class Declaring(StructMeta):
    """Makes frozen structures of classes whose fields are declared by `says`.

    A field that nobody gives a value holds nothing: (), "", False or None, as its annotation says. That is so of required
    ones, too, which may follow others here: who reads records sees to it that they are there.
    """

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **settings: Any) -> Any:
        """The structure; its class has in `sayings` what is declared of its fields, inherited ones first."""
        own = {key: value for key, value in namespace.items() if isinstance(value, Saying)}
        defaults = {key: _nothing(str(namespace["__annotations__"][key])) for key in own}
        made: Any = super().__new__(cls, name, bases, {**namespace, **defaults}, frozen=True, **settings)
        made.sayings = {**getattr(made, "sayings", {}), **own}
        return made


class PartOfRecord(Struct, metaclass=Declaring):
    """A part of a record, such as one acceptance criterion."""


def _nothing(annotation: str) -> Any:
    if annotation.startswith("tuple"):
        return ()
    if annotation == "bool":
        return False
    return "" if annotation in {"str", "Prose", "Ref"} else None
