"""Whether a finished site holds text that its client must not read: the last look before it is published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from dossier.compute.folding import folded, worded
from dossier.compute.pieces import Piece
from dossier.compute.readership import Origin, split
from dossier.compute.readings import readings, texts
from dossier.compute.team_only import AUTHOR, FILE_NOT_PUBLISHED, OTHER_CLIENT, Secret
from dossier.problems.problem import Problem, shortened
from dossier.problems.rules import rule
from dossier.text.team_text import MARK

_MOST_FILES = 3
_MOST_OF_A_RECORD = 3

rule(
    "DOS640",
    "error",
    """The finished site holds text that its client must not read.

    After a client's site is built, all that was written is searched for text of records, fields, pages and comments
    that are for the team only, for other clients' names and records, for names of files that are not published and
    for authors of the commits that led to HEAD. A site in which anything is found is not published; the last one stays.
    A text that the client may read elsewhere in its records is never counted. This cannot be switched off.

    A finding usually has one of three causes: a page, a template or an attachment that was written by hand repeats
    the text; a plug-in in mkdocs.yml put it there; or dossier itself has a mistake, which we would like to hear of.
    An attached file goes out as it is: what stands in it between `<!-- team -->` and `<!-- /team -->` is found, too.
    """,
)


class Hit(Struct, frozen=True):
    """A text found where it must not be: what it is and where it comes from, and the file of the site it was in."""

    secret: Secret
    file: str


class Guard:
    """Looks for secrets in the files of a site; made once, since building the search takes longer than using it."""

    def __init__(self, secrets: Sequence[Secret]) -> None:
        self._secrets = tuple(secrets)
        self._search = BytesAhoCorasick([secret.piece.key for secret in self._secrets])

    def __bool__(self) -> bool:
        return bool(self._secrets)

    def hits(self, name: str, content: str | bytes, *, attached: Origin | None = None) -> tuple[Hit, ...]:
        """What is found in a file of the site and in its name, in the order of the secrets.

        `attached` tells where a record names a file that people chose to publish as it is: only sentences and names of
        other clients are looked for in it, and of Chinese names those that are no part of other words; and what it
        marks as for the team itself.
        """
        if not self._secrets and not attached:
            return ()
        packed = content[:4] == _PACKED
        reaches = {"everywhere"} if attached else {"everywhere", "made"} if packed else {"everywhere", "made", "exact"}
        found = self._found(name, {"everywhere", "made", "exact"})
        marked: list[Secret] = []
        for text in texts(name, content):
            for window in windows(text):
                found |= self._found(window, reaches, attached=attached is not None)
            if attached and (words := _marked(text)):
                marked.append(Secret(Piece(words, folded(words), "everywhere"), attached))
        return tuple(Hit(each, name) for each in (*marked, *(self._secrets[number] for number in sorted(found))))

    def _found(self, text: str, reaches: Collection[str], *, attached: bool = False) -> set[int]:
        quick = [(reading, self._numbers(reading)) for reading in readings(text, exact=False)]
        if not any(self._may_stand(numbers, reading) for reading, numbers in quick):
            return set()
        # Attached files have marks of which nobody knows whether they part words; no sentence comes about by chance.
        held = frozenset().union(*(numbers for _, numbers in quick)) if attached else frozenset()
        found = {number for number in held if self._secrets[number].piece.is_sentence}
        for reading in readings(text, exact=True):
            pieces = {number: self._secrets[number].piece for number in self._numbers(reading) - found}
            pieces = {n: piece for n, piece in pieces.items() if piece.reach in reaches}
            words = worded(reading) if any(piece.words for piece in pieces.values()) else ""
            stand = ((n, piece.stands_alone_in if attached else piece.stands_in) for n, piece in pieces.items())
            found |= {n for n, stands in stand if stands(words)}
        return found

    def _may_stand(self, numbers: Iterable[int], text: str) -> bool:
        """Whether it is worth while to look closely; a short name is often a part of other words."""
        pieces = (self._secrets[number].piece for number in numbers)
        return any(not piece.words or piece.any_case or piece.first_word in text for piece in pieces)

    def _numbers(self, text: str) -> set[int]:
        matches = self._search.find_matches_as_indexes(folded(text), overlapping=True)
        return {number for number, _, _ in matches}


def _marked(text: str) -> str:
    """What stands in a text between marks of the team; a mark that nothing ends is a comment like others."""
    is_block = "<!--" in text and any(mark["closes"] for mark in MARK.finditer(text))
    return split(text)[1].strip() if is_block else ""


_PACKED = b"PK\x03\x04"
"""What begins office documents: their own vocabulary ("General", "Default") must not be taken for single words."""


def windows(text: str, size: int = 400_000, overlap: int = 20_000) -> Iterator[str]:
    """A long text in parts that overlap, since taking off its layers makes several copies.

    They are cut at spaces where there are any within reach, else anywhere: a picture in base64 has none.
    """
    begin = 0
    while len(text) - begin > size + overlap:
        end = text.find(" ", begin + size, begin + size + overlap)
        end = begin + size if end < 0 else end
        yield text[begin:end]
        begin = max(text.rfind(" ", end - 2 * overlap, end - overlap) + 1, end - 2 * overlap)
    yield text[begin:]


def leak_problems(hits: Iterable[Hit]) -> tuple[Problem, ...]:
    """A problem for each text that was found, at its own place, with the files it was found in; few for one record."""
    by_secret: dict[Secret, list[str]] = {}
    for hit in hits:
        by_secret.setdefault(hit.secret, []).append(hit.file)
    of_record: dict[str, int] = {}
    found = []
    for secret, files in by_secret.items():
        record = secret.origin.record
        of_record[record] = of_record.get(record, 0) + 1
        if of_record[record] <= _MOST_OF_A_RECORD:
            found.append(_problem(secret, tuple(dict.fromkeys(files))))
    return tuple(found)


def _problem(secret: Secret, files: tuple[str, ...]) -> Problem:
    origin, words = secret.origin, secret.piece.text
    more = f" and {len(files) - _MOST_FILES} more" if len(files) > _MOST_FILES else ""
    where = ", ".join(files[:_MOST_FILES]) + more
    of_field = f", field `{origin.field}`" if origin.field else ""
    message = f"“{shortened(words)}” of {origin.record}{of_field} ({origin.reason}) is on the client's site: {where}"
    place = origin.place if origin.place.line is not None else origin.place.of(_first_line(words))
    return Problem("DOS640", place, message, _HINTS.get(origin.reason, _HINT))


_HINT = "publish the record, or take the text out of the page, template, attachment or plug-in that shows it"
_HINTS = {
    OTHER_CLIENT: "take the name out of what shows it; if it is an ordinary word there, give that client a `title` that"
    " is none, such as `Focus GmbH` for `Focus`",
    AUTHOR: "name the person under `contacts:` in client.yml, or take the name out of the file (Word writes it into its"
    " properties)",
    FILE_NOT_PUBLISHED: "name the file as an attachment of a record that is published, or, if it is one of the site's"
    " styles or scripts, move it out of the content folder into the theme's `custom_dir`",
}


def _first_line(words: str) -> str:
    return next(_lines(words), "")


def _lines(words: str) -> Iterator[str]:
    return (line.strip() for line in words.split("\n") if line.strip())
