"""The texts that must not appear on a client's site, each with where it comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import yaml
from ahocorasick_rs import BytesAhoCorasick
from msgspec import Struct

from dossier.compute.folding import BARRIER, worded
from dossier.compute.labels import labels
from dossier.compute.pieces import WORD, Piece, exact_piece, is_wide, name_piece, pieces
from dossier.compute.readership import Holder, Origin, Words, open_files, passages
from dossier.compute.telling import Phrases, Telling, read_texts, telling, versions
from dossier.dossier import Portfolio
from dossier.problems.problem import Place
from dossier.records.declare import Record
from dossier.text.once import once_per_source
from dossier.text.source import SIGNED_ENDING, Source, Tree
from dossier.words import catalogue

_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_YAML_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\S\n]?(.*)$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{[^{}]*\}|\|")
FILE_NOT_PUBLISHED = "the name of a file that is not published"
AUTHOR = "an author of the repository"
OTHER_CLIENT = "another client's name"
_WIDTH = {"exact": 0, "made": 1, "everywhere": 2}
_ID = re.compile(r"(?=.*\d)(?=.*[^\W\d]).{5,}")


Told = tuple[Holder, Telling]
Identity = tuple[bytes, str]


class Secret(Struct, frozen=True):
    """A piece of text and where it comes from."""

    piece: Piece
    origin: Origin

    @property
    def print(self) -> bytes:
        """A fingerprint of what is looked for and of how and where, and nothing of it in clear."""
        piece = self.piece
        how = f"{piece.words}\0{piece.reach}\0{piece.any_case}\0{piece.is_name}"
        return blake2b(b"%b\0%b" % (piece.key, how.encode()), digest_size=16).digest()


class Person(Struct, frozen=True):
    """Who wrote a commit, as the repository's history names them."""

    name: str
    email: str


def secrets(
    portfolio: Portfolio,
    tree: Tree,
    client: str,
    *,
    authors: Iterable[Person] = (),
    known: Iterable[str] = (),
    of_every_site: Iterable[str] = (),
) -> tuple[Secret, ...]:
    """What must not appear on the site of a client, of everything that the whole portfolio and its sources hold.

    Left out is what the client may read elsewhere, and what consists only of names, labels and words that the site
    uses anyway. `known` are further words of the site, from its configuration, `of_every_site` those of the theme and
    of files that every site has. Names of other clients are left out only where the client may read them in a record
    of its own or every site uses them.
    """
    return team_only(portfolio, tree, client).secrets(authors).besides(known=known, of_every_site=of_every_site)


class TeamOnly(Struct, frozen=True):
    """What records and sources hold that a client may not read, and all that may be read, by which to sift it."""

    client: str
    found: Mapping[Identity, Secret]
    readable: Sequence[Told]

    def secrets(self, authors: Iterable[Person] = ()) -> Secrets:
        """What must not appear on the client's site, these authors included, as long as nothing more is known of it."""
        found = dict(self.found)
        for secret in _of_authors(authors, Place(f"{self.client}/client.yml", line=1, column=1)):
            _add(found, secret)
        return Secrets(tuple(found.values()), Phrases()).without(self.readable, self.readable)


class Secrets(Struct, frozen=True):
    """What must not appear on a client's site, and the phrases that it may show anyway."""

    found: tuple[Secret, ...]
    phrases: Phrases

    def besides(self, *, known: Iterable[str] = (), of_every_site: Iterable[str] = ()) -> tuple[Secret, ...]:
        """The same with further words of the site: see `secrets`."""
        common = _told_by(of_every_site)
        return self.without([common], [common, _told_by(known)]).found

    def without(self, read: Sequence[Told], known: Sequence[Told]) -> Secrets:
        """What is not in a text that the client may read, and says more than known names and labels.

        Names of others are left out for what she may `read` only.
        """
        for_names = _names_read([secret.piece for secret in self.found if secret.piece.is_name], read)
        for_others = _contained([secret.piece for secret in self.found if not secret.piece.is_name], known)
        is_open = for_names | for_others
        phrases = self.phrases.with_those_of(told for _, told in known)
        left = tuple(
            secret
            for secret in self.found
            if secret.piece.identity not in is_open and (secret.piece.is_name or not phrases.compose(secret.piece))
        )
        return Secrets(left, phrases)


def _told_by(words: Iterable[str]) -> Told:
    holder = Holder("", Words(tuple(words)))
    return holder, telling(holder)


@lru_cache(maxsize=1)
def _told_by_the_program(words: tuple[str, ...]) -> Told:
    return _told_by(words)


def team_only(portfolio: Portfolio, tree: Tree, client: str) -> TeamOnly:
    """What the whole portfolio and its sources hold that a client may not read, and all that it may."""
    every = read_texts(portfolio, tree, client)
    files = open_files(portfolio, client)
    names = {part for path in files for part in (path, path.rpartition("/")[2])}
    open_ids = {holder.held_in.id for holder, told in every if told.open and isinstance(holder.held_in, Record)}
    open_names = {holder.name for holder, told in every if told.open and not isinstance(holder.held_in, Record)}
    found: dict[Identity, Secret] = {}
    for secret in (
        *_other_clients(portfolio, client),
        *_kept(every),
        *_numbers(every, open_ids),
        *(secret for source in tree.sources for secret in _of_comments(source)),
        *_of_unread_sources(tree, every, client),
        *_of_files(portfolio, tree, files),
    ):
        _add(found, secret)
    of_program = _told_by_the_program((*labels(), *_theme_words()))
    return TeamOnly(client, found, [*every, _told_by(sorted(names | open_names)), of_program])


def _add(found: dict[Identity, Secret], secret: Secret) -> None:
    """Take up a secret; of two of the same words the first, or the one that is looked for in more places."""
    known = found.get(secret.piece.identity)
    if known is None or _WIDTH[secret.piece.reach] > _WIDTH[known.piece.reach]:
        found[secret.piece.identity] = secret


def _other_clients(portfolio: Portfolio, client: str) -> Iterator[Secret]:
    for each in portfolio.clients:
        if each.id != client:
            for field, name in (("title", each.title), ("id", each.id)):
                piece = name_piece(name)
                if piece:
                    yield Secret(piece, Origin(each.at(field), each.id, field, OTHER_CLIENT))


def _kept(every: Iterable[Told]) -> Iterator[Secret]:
    for holder, told in every:
        for text in told.kept:
            origin = Origin(text.place, holder.name, text.field, holder.reason or text.reason)
            yield from (Secret(piece, origin) for piece in text.pieces)


def _numbers(every: Iterable[Told], open_ids: Collection[str]) -> Iterator[Secret]:
    """The numbers of records that the client may not see, where letters and digits make them this client's own."""
    for holder, _ in every:
        record = holder.held_in
        if not isinstance(record, Record) or not holder.reason or holder.is_foreign or record.id in open_ids:
            continue
        if _ID.fullmatch(record.id) and (piece := exact_piece(record.id)):
            yield Secret(piece, Origin(record.at("id"), holder.name, "id", holder.reason))


@once_per_source
def _of_comments(source: Source) -> tuple[Secret, ...]:
    """What stands behind `#` in YAML, where no value of a record takes it up."""
    text = source.text.split("\n---", 1)[0] if source.is_markdown else source.text
    is_yaml = not source.path.endswith(SIGNED_ENDING) and (not source.is_markdown or text.startswith("---"))
    return tuple(_behind_hashes(source, text)) if is_yaml and "#" in text else ()


def _behind_hashes(source: Source, text: str) -> Iterator[Secret]:
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
    try:
        tokens = [token for token in yaml.scan(text, Loader=_Loader) if isinstance(token, yaml.ScalarToken)]
    except yaml.YAMLError:
        return ()
    return tuple((token.start_mark.index, token.end_mark.index) for token in tokens if "#" in token.value)


def _of_unread_sources(tree: Tree, every: Iterable[Told], client: str) -> Iterator[Secret]:
    """All that stands in files of which no record or page came, such as another client's with a mistake in it."""
    # A client or project is there even when nothing of its file could be read: it has its folder's name.
    paths = ((holder.path, told) for holder, told in every)
    read = {path for path, told in paths if told.says_more or path.startswith(f"{client}/")}
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
        origin = Origin(Place(path, line=1, column=1), path, "", FILE_NOT_PUBLISHED)
        name = path.rpartition("/")[2]
        long_enough = sum(c.isalnum() for c in name.rpartition(".")[0]) >= WORD  # not logo.svg, photo.png
        for text in (path, name) if long_enough else (path,):
            if piece := exact_piece(text):
                yield Secret(piece, origin)
    for source in tree.sources:
        if piece := _path_piece(source):
            path = source.path
            yield Secret(piece, Origin(Place(path, line=1, column=1), path, "", "the name of a source"))


@once_per_source
def _path_piece(source: Source) -> Piece | None:
    """What tells the path of a project's source from other words."""
    return exact_piece(source.path) if source.path.count("/") >= 2 else None


def _of_authors(authors: Iterable[Person], place: Place) -> Iterator[Secret]:
    """Names of two words or more or in Chinese, and addresses; a single word may be a tool's name or anybody's."""
    for person in sorted(set(authors), key=lambda each: (each.name, each.email)):
        origin = Origin(place, person.name, "", AUTHOR)
        is_whole = len(worded(person.name).split()) > 1 or is_wide(person.name)
        for text in (person.name if is_whole else "", person.email):
            piece = name_piece(text) if text == person.name else exact_piece(text)
            if piece:
                yield Secret(piece, origin)


def _theme_words() -> Iterator[str]:
    for wordings in catalogue().values():
        for wording in wordings:
            yield wording
            yield from _PLACEHOLDER.split(wording)


def _contained(wanted: list[Piece], every: Iterable[Told]) -> frozenset[Identity]:
    """Which of the pieces stand in what is told to everybody."""
    search = BytesAhoCorasick([piece.key for piece in wanted])
    corpus = BARRIER.encode().join(told.open for _, told in every)
    numbers = {number for number, _, _ in search.find_matches_as_indexes(corpus, overlapping=True)}
    return frozenset(wanted[number].identity for number in numbers)


def _names_read(names: list[Piece], every: Iterable[Told]) -> frozenset[Identity]:
    """Which of the names stand as words of their own in what is told to everybody."""
    search = BytesAhoCorasick([piece.key for piece in names])
    found: set[int] = set()
    for holder, told in every if names else ():
        numbers = {number for number, _, _ in search.find_matches_as_indexes(told.open, overlapping=True)} - found
        if numbers:
            words = worded(versions(passage.text for passage in passages(holder) if not passage.reason))
            found |= {number for number in numbers if names[number].stands_in(words)}
    return frozenset(names[number].identity for number in found)
