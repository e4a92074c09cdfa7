"""YAML that we write ourselves: every text comes back as it was, in this program and in any other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Letters, digits and Chinese may begin a plain text; everything that YAML could mean something by is quoted.
_PLAIN = re.compile(r"(?:[^\W_]|[（《“‘【「])[^\n]*")
_NUMBER = re.compile(r"[-+.]?[\d][\d_,.:xob]*(?:[eE][-+]?\d+)?|\.(?:inf|nan)", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"0|-?[1-9]\d{0,14}")
_WORDS = frozenset({"yes", "no", "on"})
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}
_LONGEST_FLOW = 90


class Plain(str):
    """A date, a number, a yes or no, or the key `on`, written without quotes as a person would."""

    __slots__ = ()


def yaml_text(value: str, indent: int = 0, *, flow: bool = False) -> str:
    """The text to stand after `key: ` for a value: plain, quoted, or over several lines below `|`.

    `indent` is how far the key is indented. `flow` is for within `[…]` and `{…}`. Text of several lines may
    lose white space around it, which no field keeps; everything else comes back exactly.
    """
    if isinstance(value, Plain) and (_DATE.fullmatch(value) or _WHOLE.fullmatch(value) or value in {"yes", "no", "on"}):
        return str(value)
    if _is_plain(value, flow=flow):
        return value
    if "\n" in value and not flow and _fits_a_block(value):
        margin = " " * (indent + 2)
        lines = "\n".join(margin + line if line else "" for line in value.strip("\n").split("\n"))
        return f"|\n{lines}"
    return quoted(value)


def quoted(value: str) -> str:
    """A text in double quotes, on one line, with nothing left that a parser or a terminal could act on.

    A lone surrogate cannot stand in any file; it becomes U+FFFD.
    """
    return '"' + "".join(_escaped(character) for character in value) + '"'


def flow_mapping(fields: Mapping[str, str]) -> str:
    """Fields on one line in braces, `{step: approved, by: anna}`; empty values are left out."""
    pairs = (f"{yaml_text(key, flow=True)}: {yaml_text(value, flow=True)}" for key, value in fields.items() if value)
    return f"{{{', '.join(pairs)}}}"


def yaml_list(records: Sequence[Mapping[str, Any]], indent: int = 0) -> str:
    """The lines of a block list of mappings of texts, sequences and mappings; empty values are left out."""
    return "".join(_item(record, indent) for record in records)


def yaml_mapping(fields: Mapping[str, Any], indent: int = 0) -> str:
    """The lines of a block mapping; empty values are left out."""
    return "".join(_pair(key, value, indent) for key, value in fields.items() if not _is_empty(value))


def _pair(key: str, value: Any, indent: int) -> str:
    margin = " " * indent
    name = f"{margin}{yaml_text(key, flow=True)}:"
    if isinstance(value, str):
        return f"{name} {yaml_text(value, indent)}\n"
    if isinstance(value, dict):
        return f"{name}\n{yaml_mapping(value, indent + 2)}"
    if all(isinstance(item, str) for item in value):
        line = f"{name} [{', '.join(yaml_text(item, flow=True) for item in value)}]"
        if len(line) <= _LONGEST_FLOW and not any("\n" in item for item in value):
            return f"{line}\n"
    return f"{name}\n{''.join(_item(item, indent) for item in value)}"


def _item(item: Any, indent: int) -> str:
    """One `- ` line and what belongs to it."""
    if isinstance(item, str):
        return f"{' ' * indent}- {yaml_text(item, indent)}\n"
    lines = yaml_mapping(item, indent + 2) or f"{' ' * (indent + 2)}{{}}\n"
    return f"{' ' * indent}- {lines[indent + 2 :]}"


def _is_empty(value: Any) -> bool:
    return value is None or (not isinstance(value, str) and not value)


def _is_plain(value: str, *, flow: bool) -> bool:
    if not _PLAIN.fullmatch(value) or _UNSAFE.search(value) or "\t" in value:
        return False
    if ": " in value or " #" in value or value[-1] in ": ":
        return False
    if flow and re.search(r"[][{},?:]", value):
        return False
    return not _means_something(value)


def _means_something(value: str) -> bool:
    """Whether some YAML reader takes the text for a number, a date, a yes or no, or nothing."""
    tag = _resolved(value)
    if tag != "tag:yaml.org,2002:str" or _NUMBER.fullmatch(value):
        return True
    return value.casefold() in {"y", "n", "null", "true", "false", "yes", "no", "on", "off"}


def _resolved(value: str) -> str:
    """The tag that YAML 1.1 gives the text when it stands without quotes."""
    known: Any = yaml.SafeLoader("")
    return str(known.resolve(yaml.ScalarNode, value, (True, False)))


def _fits_a_block(value: str) -> bool:
    lines = value.strip("\n").split("\n")
    if _UNSAFE.search(value) or value.strip() != value.strip("\n") or "\t" in value:
        return False
    return bool(lines[0]) and not lines[0].startswith(" ") and all(not line or line.strip() for line in lines)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    if _UNSAFE.match(character):
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    return character
