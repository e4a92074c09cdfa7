"""The words of pages in every language, from `theme/words.yml`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import yaml

from dossier.language import LANGUAGES, Language
from dossier.theme import THEME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Say = Callable[..., str]

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def words(language: Language) -> Say:
    """A function that gives the wording of a key, its `{names}` filled from keywords.

    A wording `one|many` is chosen by the keyword `n`. Raises KeyError for a key that has no wording: our mistake.
    """
    known = catalogue()
    column = LANGUAGES.index(language)

    def say(key: str, **values: Any) -> str:
        wording = known[key][column]
        if "|" in wording:
            one, _, many = wording.partition("|")
            wording = one if str(values.get("n")) == "1" else many
        return wording.format(**values) if values else wording

    return say


@cache
def catalogue() -> Mapping[str, tuple[str, ...]]:
    """Every key with its wordings in the order of LANGUAGES."""
    with (THEME / "words.yml").open(encoding="utf-8") as file:
        return {key: tuple(wordings) for key, wordings in yaml.load(file, Loader=_Loader).items()}  # noqa: S506
