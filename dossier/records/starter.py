"""Starting files for new records: every field with its meaning, the needed ones filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Choice, Listed, Part, Reference, Text
from dossier.records.patterns import Pattern
from dossier.records.written import settings_yaml
from dossier.text.yaml_text import flow_mapping, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.language import Language
    from dossier.records.kinds import Kind

# Fields that few authors need first; they come last.
_LATE = ("visibility", "attachments", "tags", "internal")
_AND = {"en": ", ", "zh": "、"}
_LEAD = {
    "en": "Lines that begin with # are not read; take the # away from those you need.",
    "zh": "以 # 开头的行不会被读取；需要哪一项，去掉该行的 # 即可。",
}
_HEADINGS = {
    "en": "Headings you may use below the second ---, each with its text under it:",
    "zh": "第二个 --- 之后可使用以下标题，在标题下书写内容：",
}


def list_item(of_type: RecordType, values: Mapping[str, Any], language: Language, indent: int = 0) -> str:
    """One record of a YAML list, from its `- ` on, with all fields; `indent` is that of the dash."""
    lines = list(_fields(of_type.fields, values, language, " " * (indent + 2)))
    return f"{' ' * indent}- {''.join(lines)[indent + 2 :]}"


def settings(of_type: RecordType, values: Mapping[str, Any], language: Language) -> str:
    """The text of a new client.yml or project.yml."""
    fields = {name: f for name, f in of_type.fields.items() if name not in {"id", "visibility", "tags", "attachments"}}
    nested = "".join(_nested(of_type, values, language))
    own = "".join(_fields(fields, values, language, ""))
    return f"# {_help(of_type, language)}\n# {_LEAD[language]}\n{own}{nested}"


def markdown(of_type: RecordType, values: Mapping[str, Any], language: Language) -> str:
    """The text of a new Markdown file that holds one record: short fields above, prose under headings."""
    prose = [f for f in of_type.fields.values() if _is_prose(f) and f.name != of_type.body]
    short = {name: f for name, f in of_type.fields.items() if not _is_prose(f)}
    headings = "".join(f"#   ## {f.label[language]}{_dash(f, language)}\n" for f in prose)
    listed = f"# {_HEADINGS[language]}\n{headings}" if headings else ""
    front = "".join(_fields(short, values, language, ""))
    texts = [
        values.get(of_type.body, ""),
        *(f"## {f.label[language]}\n\n{values[f.name]}" for f in prose if values.get(f.name)),
    ]
    body = "\n\n".join(text for text in texts if text)
    return f"---\n# {_LEAD[language]}\n{front}{listed}---\n\n{body}".rstrip("\n") + "\n"


def _fields(fields: Mapping[str, Field], values: Mapping[str, Any], language: Language, margin: str) -> Iterator[str]:
    """The filled fields as they are, all others commented out, each with its help behind it."""
    ordered = sorted(fields.values(), key=lambda f: (f.name not in {"id", "title"}, f.name in _LATE))
    for f in ordered:
        if values.get(f.name):
            yield _filled(f, values[f.name], language, margin)
        else:
            yield from _optional(f, language, margin)


def _filled(f: Field, value: Any, language: Language, margin: str) -> str:
    if isinstance(value, str):
        written = yaml_text(value, len(margin)) if not isinstance(f.kind, Pattern) else value
        header, newline, body = written.partition("\n")
        return f"{margin}{f.name}: {header}{_comment(f, language)}{newline}{body}\n"
    texts = (flow_mapping(item) if isinstance(item, dict) else yaml_text(item, len(margin)) for item in value)
    items = "".join(f"{margin}- {text}\n" for text in texts)
    return f"{margin}{f.name}:{_comment(f, language)}\n{items}"


def _optional(f: Field, language: Language, margin: str) -> Iterator[str]:
    item = f.kind.item if isinstance(f.kind, Listed) else f.kind
    if not isinstance(item, Part):
        sample = f"[{_sample(item)}]" if isinstance(f.kind, Listed) else _sample(item)
        yield f"{margin}# {f.name}: {sample}".rstrip() + f"{_comment(f, language)}\n"
        return
    yield f"{margin}# {f.name}:{_comment(f, language)}\n"
    lead = "- " if isinstance(f.kind, Listed) else "  "
    for part in item.fields.values():
        inner = part.kind.item if isinstance(part.kind, Listed) else part.kind
        sample = "" if isinstance(inner, Part) else _sample(inner)
        sample = f"[{sample}]" if sample and isinstance(part.kind, Listed) else sample
        yield f"{margin}# {lead}{part.name}: {sample}".rstrip() + f"{_comment(part, language)}\n"
        lead = "  "


def _nested(of_type: RecordType, values: Mapping[str, Any], language: Language) -> Iterator[str]:
    """The records that a settings file may hold, such as the client's people."""
    for name in of_type.cls.nests:
        nested = RECORD_TYPES[name]
        yield f"\n# {_help(nested, language)}\n"
        records = values.get(nested.key)
        if records:
            yield settings_yaml(of_type, {nested.key: records})
            continue
        yield f"# {nested.key}:\n"
        for line in list_item(nested, {"id": "anna", "title": "Anna Berg"}, language).splitlines():
            if not line.startswith("  # "):
                yield f"# {line}\n"


def _is_prose(f: Field) -> bool:
    item = f.kind.item if isinstance(f.kind, Listed) else f.kind
    return (isinstance(item, Text) and item.prose) or (isinstance(item, Part) and bool(item.short))


def _sample(kind: Kind) -> str:
    """A value that the field accepts; "" for words, which are the author's own."""
    if isinstance(kind, Choice):
        return yaml_text(next(iter(kind.choices)))
    if isinstance(kind, Pattern):
        return kind.example.split(" ")[0].rstrip(",")
    if isinstance(kind, Reference):
        first = RECORD_TYPES[kind.to[0]] if kind.to else RECORD_TYPES["requirement"]
        return f"{first.prefix}-001" if first.prefix else "anna"
    return ""


def _comment(f: Field, language: Language) -> str:
    """What the field is for, behind it on its line."""
    item = f.kind.item if isinstance(f.kind, Listed) else f.kind
    colon, stop = (": ", ". ") if language == "en" else ("：", "。")
    words = f.label[language]
    if isinstance(item, Choice):
        listed = (f"{value} ({labels[language == 'zh']})" for value, labels in item.choices.items())
        words += colon + _AND[language].join(listed)
    return f"  # {words}{stop + f.help[language] if f.help[language] else ''}"


def _dash(f: Field, language: Language) -> str:
    return f": {f.help[language]}" if f.help[language] else ""


def _help(of_type: RecordType, language: Language) -> str:
    return of_type.help if language == "en" else of_type.label.zh
