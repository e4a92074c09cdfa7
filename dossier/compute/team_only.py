"""The texts that must not appear on a client's site, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml
from ahocorasick_rs import BytesAhoCorasick

from dossier.compute.fingerprint import fingerprint
from dossier.compute.folding import BARRIER, folded, worded
from dossier.compute.pieces import WORD, Piece, exact_piece, name_piece, pieces, unmarked
from dossier.compute.readership import PAGE_TEXT, Origin, Passage, labels, open_files, passages
from dossier.dossier import Portfolio
from dossier.problems.problem import Place
from dossier.text.source import SIGNED_ENDING, Source, Tree
from dossier.words import catalogue

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\S\n]?(.*)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|\|")
_ID = re.compile(r"(?=.*\d)(?=.*[^\W\d]).{5,}")
_LONGEST_PHRASE = 8


@dataclass(frozen=True, slots=True)
class Secret:
    """A piece of text and where it comes from."""

    piece: Piece
    origin: Origin

    @property
    def print(self) -> bytes:
        """A fingerprint of what is looked for, and nothing of it in clear."""
        return fingerprint(self.piece.identity)


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote a commit, as the repository's history names them."""

    name: str
    email: str


def secrets(
    portfolio: Portfolio, tree: Tree, client: str, *, authors: Iterable[Person] = (), known: Iterable[str] = ()
) -> tuple[Secret, ...]:
    """What must not appear on the site of a client, of everything that the whole portfolio and its sources hold.

    Left out is what the client may read elsewhere, and what consists only of names, labels and words that the site
    uses anyway. `known` are further words of the site: of its theme and configuration, names of months. Names of
    other clients are left out only where the client may read them in a record of its own or the theme uses them.
    """
    every = tuple(passages(portfolio, client))
    open_texts = [passage.text for passage in every if not passage.origin.reason]
    files = open_files(portfolio, client)
    names = {part for path in files for part in (path, path.rpartition("/")[2])}
    ids = {record.id for dossier in portfolio.of_client(client) for record in dossier.records}
    open_ids = {each.origin.record.rpartition(" ")[2] for each in every if not each.origin.reason}
    found: dict[tuple[bytes, str], Secret] = {}
    for secret in (
        *_other_clients(portfolio, client),
        *_of_passages(every),
        *_numbers(every, ids - open_ids),
        *_of_comments(tree),
        *_of_unread_sources(tree, every, client),
        *_of_files(portfolio, tree, files),
        *_of_authors(authors, Place(f"{client}/client.yml", line=1, column=1)),
    ):
        found.setdefault(secret.piece.identity, secret)
    readable = [*open_texts, *names, *open_ids, *labels(), *_theme_words()]
    return _without_open(tuple(found.values()), readable, [*readable, *known])


def _other_clients(portfolio: Portfolio, client: str) -> Iterator[Secret]:
    for each in portfolio.clients:
        if each.id != client:
            reason = "another client's name"
            for field, name in (("title", each.title), ("id", each.id)):
                piece = name_piece(name)
                if piece:
                    yield Secret(piece, Origin(each.at(field), each.id, field, reason))


def _of_passages(every: Iterable[Passage]) -> Iterator[Secret]:
    for passage in every:
        if passage.origin.reason:
            prose = passage.origin.field == PAGE_TEXT
            yield from (Secret(piece, passage.origin) for piece in pieces(passage.text, prose=prose))


def _numbers(every: Iterable[Passage], ids: Iterable[str]) -> Iterator[Secret]:
    """The numbers of the client's own records that it may not see, where letters and digits make them its own."""
    hidden = set(ids)
    for passage in every:
        identifier = passage.text
        if passage.origin.field == "id" and identifier in hidden and _ID.fullmatch(identifier):
            piece = exact_piece(identifier)
            if piece:
                yield Secret(piece, passage.origin)


def _of_comments(tree: Tree) -> Iterator[Secret]:
    """What stands behind `#` in YAML, where no value of a record takes it up."""
    for source in tree.sources:
        if source.path.endswith(SIGNED_ENDING):
            continue
        text = source.text.split("\n---", 1)[0] if source.is_markdown else source.text
        if source.is_markdown and not text.startswith("---"):
            continue
        values = _scalars(text)
        for comment in _YAML_COMMENT.finditer(text):
            if any(begin <= comment.start() < end for begin, end in values):
                continue
            begin = comment.start(1)
            line, column = text.count("\n", 0, begin) + 1, begin - text.rfind("\n", 0, begin)
            place = Place(source.path, line=line, column=column)
            origin = Origin(place, source.path, "", "a YAML comment")
            yield from (Secret(piece, origin) for piece in pieces(comment[1]))


def _scalars(text: str) -> tuple[tuple[int, int], ...]:
    """Where the values of a YAML text that hold a `#` begin and end: it begins no comment there."""
    if "#" not in text:
        return ()
    try:
        tokens = [token for token in yaml.scan(text, Loader=_Loader) if isinstance(token, yaml.ScalarToken)]
    except yaml.YAMLError:
        return ()
    return tuple((token.start_mark.index, token.end_mark.index) for token in tokens if "#" in token.value)


def _of_unread_sources(tree: Tree, every: Iterable[Passage], client: str) -> Iterator[Secret]:
    """All that stands in files of which no record or page came, such as another client's with a mistake in it."""
    # A client or project is there even when nothing of its file could be read: it has its folder's name.
    names = {"id", "title"}
    own = f"{client}/"
    paths = ((passage.origin.place.path, passage.origin.field) for passage in every)
    read = {path for path, field in paths if path.startswith(own) or field not in names}
    for source in tree.sources:
        if source.path not in read:
            yield from _lines(source)


def _lines(source: Source) -> Iterator[Secret]:
    for number, line in enumerate(source.text.split("\n"), start=1):
        origin = Origin(Place(source.path, line=number, column=1), source.path, "", "not read as a record or page")
        yield from (Secret(piece, origin) for piece in pieces(line, prose=True))


def _of_files(portfolio: Portfolio, tree: Tree, published: frozenset[str]) -> Iterator[Secret]:
    """The names of files that are not published, and the paths of the sources of records."""
    for path in sorted(portfolio.files - published):
        origin = Origin(Place(path, line=1, column=1), path, "", "the name of a file that is not published")
        name = path.rpartition("/")[2]
        long_enough = sum(c.isalnum() for c in name.rpartition(".")[0]) >= WORD  # not logo.svg, photo.png
        for text in (path, name) if long_enough else (path,):
            if piece := exact_piece(text):
                yield Secret(piece, origin)
    for path in (source.path for source in tree.sources if source.path.count("/") >= 2):
        piece = exact_piece(path)
        if piece:
            yield Secret(piece, Origin(Place(path, line=1, column=1), path, "", "the name of a source"))


def _of_authors(authors: Iterable[Person], place: Place) -> Iterator[Secret]:
    """Names of two words or more, and addresses; a single word may be a tool's name or anybody's."""
    for person in sorted(set(authors), key=lambda each: (each.name, each.email)):
        origin = Origin(place, person.name, "", "an author of the repository")
        for text in (person.name if len(worded(person.name).split()) > 1 else "", person.email):
            piece = name_piece(text) if text == person.name else exact_piece(text)
            if piece:
                yield Secret(piece, origin)


def _theme_words() -> Iterator[str]:
    for wordings in catalogue().values():
        for wording in wordings:
            yield wording
            yield from _PLACEHOLDER.split(wording)


def _without_open(found: tuple[Secret, ...], readable: list[str], known: list[str]) -> tuple[Secret, ...]:
    """The secrets that no text which the client may read contains, and that say more than known names and labels."""
    for_names = _contained([secret.piece for secret in found if secret.piece.is_name], readable)
    for_others = _contained([secret.piece for secret in found if not secret.piece.is_name], known)
    phrases = _phrases(known)
    return tuple(
        secret
        for secret in found
        if secret.piece.identity not in for_names | for_others
        and (secret.piece.is_name or not _composed(secret.piece.text, phrases))
    )


def _contained(wanted: list[Piece], texts: list[str]) -> frozenset[tuple[bytes, str]]:
    """Which of the pieces stand in one of the texts, as written or as Markdown shows it."""
    if not wanted:
        return frozenset()
    corpus = BARRIER.join(dict.fromkeys(version for text in texts for version in (text, unmarked(text))))
    words = worded(corpus)
    search = BytesAhoCorasick([piece.key for piece in wanted])
    numbers = {number for number, _, _ in search.find_matches_as_indexes(folded(corpus), overlapping=True)}
    found = (wanted[number] for number in sorted(numbers))
    return frozenset(piece.identity for piece in found if not piece.is_name or piece.stands_in(words))


def _phrases(texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
    """The short texts of the site, word by word."""
    split = (tuple(worded(text).casefold().split()) for text in texts if len(text) <= 12 * _LONGEST_PHRASE)
    return frozenset(phrase for phrase in split if len(phrase) <= _LONGEST_PHRASE)


def _composed(text: str, phrases: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text is nothing but short texts of the site one after another, with numbers between them."""
    words = worded(text).casefold().split()
    reached = {0}
    for start in range(len(words)):
        if start not in reached:
            continue
        if words[start].isdigit():
            reached.add(start + 1)
        for end in range(start + 1, min(start + _LONGEST_PHRASE, len(words)) + 1):
            if tuple(words[start:end]) in phrases:
                reached.add(end)
    return len(words) in reached
