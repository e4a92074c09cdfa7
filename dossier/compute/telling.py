"""What a record, a page or a signed text tells whoever sees it, and what it keeps from them, ready to be searched."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct

from dossier.compute.folding import BARRIER, folded, worded
from dossier.compute.pieces import Piece, has_wide, pieces, unmarked
from dossier.compute.readership import FOREIGN, PAGE_TEXT, Holder, Passage, Signed, holders, passages, shows_name
from dossier.dossier import Portfolio
from dossier.problems.problem import Place
from dossier.records.declare import Record
from dossier.records.once import asked_of_all, once_per_record
from dossier.text.once import once_per_source
from dossier.text.source import SIGNED_ENDING, Source, Tree

_LONGEST_PHRASE = 8
"""The words of the longest text that counts as a name or label."""


class Kept(NamedTuple):
    """A text that is kept from the client: where it stands, why, and its pieces."""

    field: str
    place: Place
    reason: str
    pieces: tuple[Piece, ...]


class Telling(NamedTuple):
    """What a text or record tells.

    `open` is what everybody reads of it, folded; `phrases` are the short texts among that, a line each, word by word
    with a space between; `kept` are the texts that the client must not read. `says_more`: it holds more than a number
    and a title.
    """

    open: bytes
    phrases: str
    kept: tuple[Kept, ...]
    says_more: bool


class Phrases(Struct, frozen=True, dict=True):
    """Short texts of which other texts may be put together, and their first and last words."""

    texts: frozenset[str] = frozenset()
    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()

    def with_those_of(self, told: Iterable[Telling]) -> Phrases:
        """These, and those of what is told besides."""
        new = frozenset("\n".join(each.phrases for each in told).split("\n"))
        first = {phrase.partition(" ")[0] for phrase in new}
        last = {phrase.rpartition(" ")[2] for phrase in new}
        return Phrases(self.texts | new, self.first | first, self.last | last)

    def compose(self, piece: Piece) -> bool:
        """Whether a piece is nothing but such texts one after another, with numbers between them."""
        text = (piece.words or worded(piece.text)).casefold()
        words = text.split()
        if has_wide(text):
            return self._compose_characters(" ".join(words))
        if not (_all_in(words[:1], self.first) and _all_in(words[-1:], self.last)):
            return False
        reached = {0}
        for start in range(len(words)):
            if start not in reached:
                continue
            if words[start].isdigit():
                reached.add(start + 1)
            for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
                if " ".join(words[start:end]) in self.texts:
                    reached.add(end)
        return len(words) in reached

    def _compose_characters(self, text: str) -> bool:
        """The same for Chinese, in which a text may end and the next begin at any character."""
        reached = [True, *(False for _ in text)]
        for start, begun in enumerate(reached):
            if begun and start < len(text):
                if text[start] == " " or text[start].isdigit():
                    reached[start + 1] = True
                for length in self._lengths.get(text[start], ()):
                    if text[start : start + length] in self.texts and start + length <= len(text):
                        reached[start + length] = True
        return reached[-1]

    @cached_property
    def _lengths(self) -> Mapping[str, Collection[int]]:
        """How long the texts are that begin with a character."""
        found: dict[str, set[int]] = {}
        for phrase in self.texts:
            found.setdefault(phrase[:1], set()).add(len(phrase))
        return found


def _all_in(words: Iterable[str], known: Collection[str]) -> bool:
    return all(word in known or word.isdigit() for word in words)


def telling(holder: Holder, signed: Mapping[str, Source] | None = None) -> Telling:
    """What a record, page or signed text tells the readers of a client's site.

    `signed` are the sources of signed texts by path: they remember what they tell.
    """
    held = holder.held_in
    if isinstance(held, Signed) and signed and held.path in signed:
        source = signed[held.path]
        return _signed_unseen(source) if holder.reason else _signed_seen(source)
    if not isinstance(held, Record) or shows_name(holder) or holder.unseen:
        return _telling(passages(holder))
    return _of_unseen(held) if holder.reason else _of_seen(held)


def read_texts(portfolio: Portfolio, tree: Tree, client: str) -> tuple[tuple[Holder, Telling], ...]:
    """What every record, page and signed text tells the readers of a client's site."""
    sources = {source.path: source for source in tree.sources if source.path.endswith(SIGNED_ENDING)}
    return tuple((holder, telling(holder, sources)) for holder in holders(portfolio, client))


@asked_of_all("site")
@once_per_record
def _of_seen(record: Record) -> Telling:
    return _telling(passages(Holder(record.id, record)))


@once_per_record
def _of_unseen(record: Record) -> Telling:
    return _telling(passages(Holder(record.id, record, FOREIGN)))


@once_per_source
def _signed_seen(source: Source) -> Telling:
    return _telling(passages(Holder(source.path, Signed(source.path, source.text))))


@once_per_source
def _signed_unseen(source: Source) -> Telling:
    return _telling(passages(Holder(source.path, Signed(source.path, source.text), FOREIGN)))


def _telling(texts: Iterable[Passage]) -> Telling:
    every = tuple(texts)
    read = [passage.text for passage in every if not passage.reason]
    return Telling(
        open=folded(versions(read)),
        phrases="\n".join(dict.fromkeys(_phrases(read))),
        kept=tuple(
            Kept(each.field, each.place, each.reason, tuple(pieces(each.text, prose=each.field == PAGE_TEXT)))
            for each in every
            if each.reason
        ),
        says_more=any(each.field not in {"id", "title"} for each in every),
    )


def versions(texts: Iterable[str]) -> str:
    """Texts as they stand in records and as Markdown shows them, with barriers between."""
    return BARRIER.join(dict.fromkeys(version for text in texts for version in (text, unmarked(text))))


def _phrases(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        if len(text) <= 12 * _LONGEST_PHRASE:
            words = worded(text).casefold().split()
            if len(words) <= _LONGEST_PHRASE:
                yield " ".join(words)
