"""Every wording is used, every used one exists, and both languages say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dossier.language import LANGUAGES
from dossier.words import catalogue

ROOT = Path(__file__).parents[1]
SOURCES = [
    path
    for folder, pattern in (("dossier", "*.py"), ("theme", "*.html"))
    for path in sorted((ROOT / folder).rglob(pattern))
]
TEXTS = {path: path.read_text(encoding="utf-8") for path in SOURCES}
# say("key"), words("key"), `words(language)("key")`: the key as written, or its beginning where the rest is computed.
ASKED = re.compile(r"""(?:\bsay|\bwords(?:\([^()\n]*\))?)\(\s*(f?)(["'])([a-z][\w{}.()'\[\]-]*?)\2(?!\s*~)""")
ASKED_IN_TEMPLATE = re.compile(r"""\bwords\((["'])(\w+?)\1 ~""")
COMPUTED = re.compile(r"""\bf["']([a-z]\w+_)\{""")
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def asked() -> dict[str, str]:
    """Every key that code or a template asks for, `…*` where its end is computed; with the file that asks."""
    found = {}
    for path, text in TEXTS.items():
        for match in ASKED.finditer(text):
            key = re.sub(r"\{.*", "*", match[3]) if match[1] else match[3]
            found[key] = path.name
        for match in ASKED_IN_TEMPLATE.finditer(text):
            found[f"{match[2]}*"] = path.name
    return found


def test_every_key_that_is_asked_for_has_a_wording() -> None:
    known = catalogue()
    missing = {
        key: where
        for key, where in asked().items()
        if not (any(k.startswith(key[:-1]) for k in known) if key.endswith("*") else key in known)
    }
    assert missing == {}


def test_no_wording_waits_for_nobody() -> None:
    exact = {key for key in asked() if not key.endswith("*")}
    beginnings = tuple(key[:-1] for key in asked() if key.endswith("*"))
    everything = "\n".join(TEXTS.values())
    beginnings += tuple(COMPUTED.findall(everything))
    unused = [
        key
        for key in catalogue()
        if key not in exact
        and not key.startswith(beginnings)
        and not re.search(rf"""["']{re.escape(key)}["']""", everything)
    ]
    assert unused == []


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_say_it_with_the_same_values(key: str) -> None:
    wordings = catalogue()[key]
    assert len(wordings) == len(LANGUAGES)
    assert all(wording.strip() for wording in wordings)
    english, chinese = ({*PLACEHOLDER.findall(wording)} for wording in wordings)
    assert english == chinese
    for form in wordings[0].split("|"):
        assert {*PLACEHOLDER.findall(form)} == english


def test_the_chinese_wordings_are_chinese() -> None:
    latin = {
        key: chinese
        for key, (_, chinese) in catalogue().items()
        if not re.search(r"[\u4e00-\u9fff]", PLACEHOLDER.sub("", chinese))
        and re.search(r"[A-Za-z]", PLACEHOLDER.sub("", chinese))
    }
    assert latin == {}
