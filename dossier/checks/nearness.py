"""The id that was probably meant where a mistyped one names nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.problems.problem import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable


class KnownIds:
    """Ids that could stand in some place, arranged, when first asked, so that the near one is found at once."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._ids = ids
        self._arranged = False

    def _arrange(self) -> None:
        self._arranged = True
        self._words: list[str] = []
        self._by_number: dict[int, list[str]] = {}
        self._prefixes: set[str] = set()
        for each in self._ids:
            prefix, digits = _split(each)
            if digits:
                self._by_number.setdefault(int(digits), []).append(each)
                self._prefixes.add(prefix)
            else:
                self._words.append(each)

    def hint(self, number: str) -> str:
        """The hint "did you mean …?", or ""."""
        found = self.nearest(number)
        return f"did you mean `{found}`?" if found else ""

    def nearest(self, number: str) -> str:
        """The id that was probably meant, or "".

        Of `REQ-99` nothing is near but another way to write it, such as `REQ-099`: any other number would be
        a guess. A mistyped prefix (`RQE-99`) is compared with what has the same number.
        """
        if not self._arranged:
            self._arrange()
        prefix, digits = _split(number)
        if not digits:
            return nearest(number, self._words)
        same = self._by_number.get(int(digits), [])
        if prefix in self._prefixes:
            same = [each for each in same if _split(each)[0] == prefix]
        return nearest(number, same)


def _split(number: str) -> tuple[str, str]:
    """`web/REQ-012` as web/req and 012; two empty texts for an id that ends in no hyphen and digits."""
    prefix, _, digits = number.rpartition("-")
    return (prefix.casefold(), digits) if prefix and digits.isascii() and digits.isdigit() else ("", "")
