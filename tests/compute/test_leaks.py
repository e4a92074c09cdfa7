"""Secret text is found in whatever form it was written, and nothing that the client may read is taken for secret."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable
from email.message import EmailMessage
from html import escape as html_escape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape

import markupsafe
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, IndirectObject, NameObject, NullObject

from dossier.compute.leaks import Guard, leak_problems, windows
from dossier.compute.pieces import exact_piece, name_piece, pieces
from dossier.compute.readership import Origin
from dossier.compute.team_only import Person, Secret, _of_comments, secrets
from dossier.load import load
from dossier.problems.problem import Place
from dossier.render.markdown import ProseRenderer
from dossier.render.mermaid import escape_chart_text, escape_node_text
from dossier.text.source import Source, Tree, decoded, read_tree
from dossier.text.values import replace

EXAMPLES = Path(__file__).parents[2] / "content"
ORIGIN = Origin(Place("acme/web/risks.yml"), "acme/web R-2", "cause", "a record for the team only")
ATTACHED = Origin(Place("acme/web/deliverables.yml"), "DEL-1", "attachments", "a team block")
CLIENT = "title: Acme\npublish: [project, risks, tasks]\n"


def guard_of(text: str) -> Guard:
    return Guard([Secret(piece, ORIGIN) for piece in pieces(text)])


def guard_for(files: dict[str, str], others: tuple[str, ...] = (), **more: object) -> Guard:
    """The guard of acme's site."""
    every = {"acme/client.yml": CLIENT, "acme/web/project.yml": "title: Web shop\n", **files}
    sources = [decoded(path, text.encode())[0] for path, text in sorted(every.items())]
    tree = Tree(tuple(source for source in sources if source), frozenset(others), ())
    return Guard(secrets(load(tree)[0], tree, "acme", **more))


def zipped(text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<sst><si><t>{xml_escape(text)}</t></si></sst>")
    return held.getvalue()


def beside_something_unreadable(text: str) -> bytes:
    """An archive whose first file is packed in a way that nobody here can read."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("first.bin", "x")
        archive.writestr("second.txt", text)
    raw = bytearray(held.getvalue())
    for header, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        raw[raw.index(header) + offset] = 9  # the method Deflate64 (APPNOTE 6.3.10, section 4.4.5)
    return bytes(raw)


def tarred(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def pdf(text: str) -> bytes:
    shown = " ".join(f"({word} ) -10" for word in text.split(" ")).encode("latin-1", "ignore")
    stream = zlib.compress(b"BT [" + shown + b"] TJ ET")
    return b"%PDF-1.4\n1 0 obj <</Filter/FlateDecode>>\nstream\n" + stream + b"\nendstream endobj"


def picture(kind: str, data: bytes) -> bytes:
    """A PNG file of one pixel with one more chunk."""
    chunks = {
        b"IHDR": b"\0\0\0\1\0\0\0\1\x08\0\0\0\0",
        kind.encode(): data,
        b"IDAT": zlib.compress(b"\0\0"),
        b"IEND": b"",
    }
    written = (
        len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4) for name, data in chunks.items()
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def mail(text: str, where: str) -> bytes:
    """A mail as the standard library writes it."""
    message = EmailMessage()
    message["Subject"] = text if where == "the subject" else "Minutes"
    message.set_content("Attached." if where != "the text" else text, cte="base64")
    if where == "a printable text":
        message.set_content(text, cte="quoted-printable")
    if where == "an attachment":
        message.add_attachment(zipped(text), maintype="application", subtype="zip", filename="minutes.xlsx")
    return message.as_bytes()


FORMS: dict[str, Callable[[str], str | bytes]] = {
    "as it is": lambda text: text,
    "HTML": lambda text: f"<p>{markupsafe.escape(text)}</p>",
    "an attribute": lambda text: f'<a title="{markupsafe.escape(text)}">x</a>',
    "markup in it": lambda text: "<p>" + "".join(f"<b>{markupsafe.escape(c)}</b>" for c in text) + "</p>",
    "JSON": lambda text: json.dumps({"text": text}),
    "JSON with markup": lambda text: json.dumps({"text": f"<p>{html_escape(text)}</p>"}, ensure_ascii=False),
    "JSON in a script": lambda text: f"<script>x={json.dumps(text)}</script>",
    "XML": lambda text: f"<x>{xml_escape(text)}</x>",
    "an address": lambda text: f'<a href="https://x.example/{quote(text)}">x</a>',
    "a chart": lambda text: f'<div class="mermaid">{html_escape(escape_chart_text(text))} :b0, 1d</div>',
    "a flowchart": lambda text: f'n0["{escape_node_text(text)}"]',
    "CSV": lambda text: 'a,"' + text.replace('"', '""') + '",b\n',
    "gzip": lambda text: gzip.compress(text.encode()),
    "bzip2": lambda text: bz2.compress(text.encode()),
    "xz": lambda text: lzma.compress(text.encode()),
    "a workbook": zipped,
    "tar": lambda text: tarred("minutes.txt", text.encode()),
    "a workbook in a packed tar": lambda text: gzip.compress(tarred("minutes.xlsx", zipped(text))),
    "an archive that holds something unreadable": beside_something_unreadable,
    "a picture": lambda text: picture("tEXt", b"Comment\0" + quote(text).encode()),
    "a compressed text of a picture": lambda text: picture("zTXt", b"Raw\0\0" + zlib.compress(quote(text).encode())),
    "an international text of a picture": lambda text: picture("iTXt", b"Title\0\0\0de\0Titel\0" + text.encode()),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 in other bytes": lambda text: b"\x00\x01\xff\xff" + text.encode("utf-16-le"),
}
SENTENCES = [
    "We may be too cheap & <they> know it",
    "客户预算可能不足，需要与对方高层沟通",
    "Ünïcode ﬁne ½ “quoted”: 100% of it",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", SENTENCES)
def test_a_secret_is_found_in_every_form(form: str, text: str):
    content = FORMS[form](text)
    assert guard_of(text).hits("page.csv" if form == "CSV" else "page.json" if form == "JSON" else "page.html", content)


@pytest.mark.parametrize("where", ["the subject", "the text", "a printable text", "an attachment"])
@pytest.mark.parametrize("text", SENTENCES)
def test_a_secret_is_found_in_a_mail(where: str, text: str):
    assert guard_of(text).hits("minutes.eml", mail(text, where))


@pytest.mark.parametrize("text", SENTENCES)
def test_a_secret_is_found_in_a_folder_of_mails(text: str):
    two = b"".join(b"From a@b Mon Mar  2 10:00:00 2026\n" + mail(each, "the text") + b"\n" for each in ("Hello.", text))
    assert guard_of(text).hits("minutes.mbox", two)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_secret_is_found_in_a_pdf_as_browsers_print_it(text: str, browser: Any):
    """The letters are numbers of a font that the file brings along, which says what they are."""
    page = browser.new_page()
    page.set_content(f"<p>Offer</p><p>{html_escape(text)}</p>")
    printed = page.pdf()
    page.close()
    assert text.encode() not in printed
    assert guard_of(text).hits("offer.pdf", printed)


@pytest.mark.parametrize("way", ["RC4-128", "AES-128", "AES-256"])
def test_a_secret_is_found_in_a_pdf_that_is_only_not_to_be_copied_from(way: str, browser: Any):
    """Everybody opens such a file without a password; the owner's one says what may be done with it."""
    text = "We may be too cheap and they know it"
    page = browser.new_page()
    page.set_content(f"<p>{text}</p>")
    writer = PdfWriter(clone_from=io.BytesIO(page.pdf()))
    page.close()
    writer.encrypt(user_password="", owner_password="ours", algorithm=way)
    locked = io.BytesIO()
    writer.write(locked)
    assert guard_of(text).hits("offer.pdf", locked.getvalue())


def test_a_secret_is_found_in_a_pdf_whose_streams_are_written_in_letters():
    text = "They will surely pay more than that"
    stream = base64.a85encode(zlib.compress(f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET".encode()), adobe=True)[2:]
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[/ASCII85Decode/FlateDecode]>>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    raw, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(b"%010d 00000 n \n" % len(raw))
        raw += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(offsets)
    raw += b"%btrailer\n<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % (table, len(raw))
    assert guard_of(text).hits("offer.pdf", raw)


def test_a_secret_is_found_in_a_pdf_with_a_note_that_is_not_there(browser: Any):
    page = browser.new_page()
    page.set_content(f"<p>{SENTENCES[0].replace('&', 'and').replace('<', '').replace('>', '')}</p>")
    writer = PdfWriter(clone_from=io.BytesIO(page.pdf()))
    page.close()
    writer.pages[0][NameObject("/Annots")] = ArrayObject([IndirectObject(9999, 0, writer), NullObject()])
    damaged = io.BytesIO()
    writer.write(damaged)
    assert guard_of("We may be too cheap and they know it").hits("offer.pdf", damaged.getvalue())


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_what_can_be_read_of_a_damaged_archive_is_searched(pack: Callable[[bytes], bytes]):
    noise = random.Random(1).randbytes(200_000)
    packed = pack(SENTENCES[0].encode() + b"\n" + noise)
    assert guard_of(SENTENCES[0]).hits("offer.txt.gz", packed[:-30])
    assert guard_of(SENTENCES[0]).hits("offer.txt.gz", pack(SENTENCES[0].encode()) + b"behind it")


def test_a_file_in_an_archive_whose_sum_is_wrong_is_searched():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a.txt", SENTENCES[0])
    raw = bytearray(held.getvalue())
    raw[raw.index(b"PK\x01\x02") + 16] ^= 0xFF
    assert guard_of(SENTENCES[0]).hits("offer.zip", bytes(raw))


def test_a_long_film_is_not_read_letter_by_letter():
    began = time.monotonic()
    assert guard_of(SENTENCES[0]).hits("film.mp4", b"\0\0\0\x18ftypmp42" + random.Random(2).randbytes(20_000_000)) == ()
    assert guard_of(SENTENCES[0]).hits("picture.pdf", b"%PDF-1.4\n" + b"stream\n" * 100_000) == ()
    assert time.monotonic() - began < 20


def test_a_secret_is_found_in_a_pdf_whose_words_are_set_one_by_one():
    assert guard_of(SENTENCES[0]).hits("offer.pdf", pdf("We may be too cheap and they know")) == ()
    assert guard_of("They will surely pay more than that").hits("offer.pdf", pdf("They will surely pay more than that"))


WORDS = st.lists(
    st.text(st.sampled_from("abcXYZéß中文字9&<>\"'%#;:\\/`[]{}().,-"), min_size=1, max_size=9), min_size=6, max_size=12
).map(" ".join)


@given(text=WORDS, form=st.sampled_from(sorted(FORMS)))
@example(text="XX Xß ß中 XXX XXß <XXß >XXßß中", form="JSON")
@example(text="XX Xß ß中 XXX XXß <XXß >XXßß中", form="JSON in a script")
@example(text="X ß 中 X中 ß中 XXX '#9; ßß中中", form="HTML")
@example(text="X 中 中 XX 中中 %aa XXXX中", form="an address")
def test_no_form_of_any_text_is_missed(text: str, form: str):
    guard = guard_of(text)
    content = FORMS[form](text)
    if any(piece.reach == "everywhere" for piece in pieces(text)):
        assert guard.hits("page.html", content)


PLAIN = st.lists(st.text(st.sampled_from("abcdefgXYZ中文字éß"), min_size=2, max_size=9), min_size=6, max_size=12)


@given(
    words=PLAIN, marks=st.sampled_from(["**{}**", "*{}*", "`{}`", "[{}](https://x.example/y)", "- {}", "> {}", "## {}"])
)
def test_prose_that_was_rendered_is_found(words: list[str], marks: str):
    text = " ".join([*words[:2], marks.format(words[2]) if marks[0] not in "->#" else words[2], *words[3:]])
    text = marks.format(text) if marks[0] in "->#" else text
    if any(piece.reach == "everywhere" for piece in pieces(text)):
        assert guard_of(text).hits("page.html", ProseRenderer().html(text, lambda _: None, lambda _: "", None))


HIDDEN = "risks:\n- {{id: R-1, title: Data comes late}}\n- {{id: R-22, title: {}, visibility: team}}\n"


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("Late", "<p>Late</p>"),
        ("data comes LATE", "<p>Data comes late</p>"),
        ("Risks", "<h1>Risks</h1>"),
        ("Acme", "<p>Acme</p>"),
        ("Data comes late, Web shop", "<td>Data comes late, Web shop</td>"),
        ("2026-03-02", "<td>2026-03-02</td>"),
        ("5 Oct 2026", "<td>5 Oct 2026</td>"),
        ("90,000", "<td>90,000</td>"),
        ("Osprey", "<p>Ospreys</p>"),
        ("Osprey", '<p class="osprey">x</p>'),
        ("Weekly review", "<td>Weekly</td><td>review</td>"),
    ],
)
def test_what_tells_nothing_is_no_leak(title: str, page: str):
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format(json.dumps(title))}, known=["Oct"])
    assert guard.hits("index.html", page) == ()


@pytest.mark.parametrize(
    "title", ["Built at Kiel, data comes late", "Data comes late, built at Kiel", "Built at Kiel 5"]
)
@pytest.mark.parametrize("said", ["known", "of_every_site"])
def test_a_text_of_words_of_the_records_and_of_the_configuration_tells_nothing(title: str, said: str):
    secret = {"acme/web/risks.yml": HIDDEN.format(json.dumps(title))}
    assert guard_for(secret).hits("index.html", f"<td>{title}</td>")
    assert guard_for(secret, **{said: ["Built at Kiel"]}).hits("index.html", f"<td>{title}</td>") == ()


@pytest.mark.parametrize(
    "title", ["Osprey", "Too cheap", "Data comes late, we think", "预算不足", "We pay Tom 10% more"]
)
def test_a_short_title_is_found_where_it_stands_as_it_is(title: str):
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format(json.dumps(title))})
    assert guard.hits("index.html", f"<td><b>{title}</b></td>")


def test_a_text_that_quotes_a_published_one_is_known_by_the_rest():
    secret = "Data comes late in every single project. Nobody in their house has ever cared about that."
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format(json.dumps(secret))})
    assert guard.hits("index.html", "<p>Data comes late</p>") == ()
    assert guard.hits("index.html", "<p>Nobody in their house has ever cared about that.</p>")


@pytest.mark.parametrize(
    ("name", "page", "found"),
    [
        ("Apple", "<p>pineapple, Applewood, apple</p>", False),
        ("Apple", "<p>for Apple.</p>", True),
        ("SAP", "<p>disappear sap</p>", False),
        ("SAP", "<td>SAP</td>", True),
        ("Bolt Works Ltd", "<p>BOLT <b>works</b> ltd</p>", True),
        ("Bolt Works", "<p>BOLT WORKS</p>", True),
        ("Bolt Works", "<a href='/bolt-works/'>x</a>", True),
        ("Late", "<p>Late</p>", False),  # a word of the theme
        ("云岭茶业", "<p>云岭茶业</p>", True),
        ("云岭茶业", "<p>我们为云岭茶业做过同样的项目，效果很好。</p>", True),
        ("云岭", "<p>我们同时服务于云岭等客户</p>", True),
        ("云岭", "<p>白云</p><p>岭南</p>", False),
        ("云", "<p>白云</p>", False),
    ],
)
def test_names_of_other_clients_are_words_of_their_own(name: str, page: str, found: bool):
    guard = guard_for({"bolt/client.yml": f"title: {name}\n"})
    assert bool(guard.hits("index.html", page, attached=ATTACHED)) is found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("海天", "上海天气数据接口说明", False),
        ("高原", "产品来自青藏高原牧区", False),
        ("海天", "本方案也用于海天公司，数据来自上海天气网", True),
        ("云岭", "我们同时服务于云岭等客户", True),
    ],
)
def test_in_an_attachment_a_chinese_name_is_no_part_of_another_word(name: str, text: str, found: bool):
    guard = guard_for({"bolt/client.yml": f"title: {name}\n"})
    assert bool(guard.hits("web/files/plan.txt", text, attached=ATTACHED)) is found


@pytest.mark.parametrize(
    ("name", "page", "found"),
    [
        ("M12", '<svg viewBox="0 0 24 24"><path d="M12 8a3 3 0 0 0-3-.5zM4,2h2"/></svg>', False),
        ("h2", '<svg viewBox="0 0 24 24"><path d="m4,2 h2 v3Z"></path></svg>', False),
        ("x2", '<svg><line x1="4" x2="5" y1="0" y2="9"/></svg>', False),
        ("M12", "<svg><title>for M12</title></svg>", True),
        ("M12", '<svg><path d="M12 8"/></svg><p title="as for M12">x</p>', True),
        ("M12", '<p>We did the same for M12.</p><svg><path d="M1 8"/></svg>', True),
        ("H2", "<h2>H2</h2>", True),
        ("1&1", "<p>1 1.1</p>", False),
        ("24", '<svg viewBox="0 0 24 24"></svg> 24 days', False),
    ],
)
def test_a_short_name_is_no_part_of_a_drawing_and_a_number_is_no_name(name: str, page: str, found: bool):
    guard = guard_for({"bolt/client.yml": f"title: {name}\n"})
    assert bool(guard.hits("index.html", page)) is found


@pytest.mark.parametrize("name", ["Table", "Origin", "JSON"])
def test_a_name_that_stands_on_every_site_is_none(name: str):
    """Another client may be called as a word of the theme, or of the files that web hosts read."""
    others = {"bolt/client.yml": f"title: {name}\n"}
    assert guard_for(others).hits("a.html", f"<p>{name}</p>")
    assert not guard_for(others, of_every_site=[f"<script>{name}.parse()</script>"]).hits("a.html", f"<p>{name}</p>")
    assert guard_for(others, known=[f"made for {name}"]).hits("a.html", f"<p>{name}</p>")


@pytest.mark.parametrize("comment", ["", "<!-- todo -->"])
def test_an_internal_field_is_no_more_readable_with_a_comment_in_it(comment: str):
    words = "Their finance director is about to be replaced by the board."
    risk = f"risks:\n- id: R-1\n  title: T\n  visibility: client\n  internal: {words} {comment}\n"
    guard = guard_for({"acme/web/risks.yml": risk})
    assert guard.hits("web/files/plan.txt", words, attached=ATTACHED)


def test_the_same_words_looked_for_in_another_way_are_another_secret_for_what_was_searched_before():
    """A name of an unpublished file became that of another client, which is looked for in any case."""
    origin = Origin(Place("acme/client.yml"), "", "", "")
    file, name = exact_piece("kettlewright mills"), name_piece("Kettlewright Mills")
    assert file
    assert name
    assert file.identity == name.identity
    others = (replace(file, reach="everywhere"), replace(file, any_case=True), replace(file, is_name=True))
    assert len({Secret(piece, origin).print for piece in (file, name, *others)}) == 5
    assert Secret(file, origin).print == Secret(replace(file, text="Kettlewright.Mills"), origin).print


def test_an_author_is_found_unless_the_client_knows_the_person():
    people = "people:\n- {id: anna, title: Anna Berg, visibility: client, contact: anna@acme.example}\n"
    authors = [Person("Anna Berg", "anna@home.example"), Person("Maria Osterman", "m@x.example"), Person("root", "r@x")]
    guard = guard_for({"acme/web/people.yml": people}, authors=authors)
    assert guard.hits("a.html", "by Anna Berg and root") == ()
    assert guard.hits("a.html", "by Maria Osterman")
    assert guard.hits("a.html", "anna@home.example")


def test_an_author_is_found_in_attached_files_also_where_a_hidden_person_has_the_name_as_number():
    people = "people:\n- {id: lena-vogt, title: Our colleague, visibility: team}\n"
    guard = guard_for({"acme/web/people.yml": people}, authors=[Person("Lena Vogt", "l@x.example")])
    assert guard.hits("offer.txt", "Written by Lena Vogt.", attached=ATTACHED)


def test_an_author_with_a_chinese_name_is_found_within_a_sentence():
    guard = guard_for({}, authors=[Person("王小明", "w@x.example")])
    assert guard.hits("a.html", "<p>本站由王小明维护</p>")


@pytest.mark.parametrize("comment", ["李娜总经理", "李娜，总经理", "负责人李娜", "状态已确认", "编号3李娜"])
def test_chinese_names_and_labels_one_after_the_other_tell_nothing(comment: str):
    people = "people:\n- {id: li-na, title: 李娜, role: 总经理, visibility: client}\n"
    guard = guard_for({"acme/web/people.yml": f"{people}# {comment}\n"})
    assert guard.hits("a.html", f"<td>{comment}</td>") == ()
    guard = guard_for({"acme/web/people.yml": f"{people}# {comment}要走了\n"})
    assert guard.hits("a.html", f"<td>{comment}要走了</td>")


@given(st.integers(0, 1_500))
def test_in_a_long_text_a_secret_is_found_wherever_it_stands(before: int):
    text = "word " * before + "Talk to Osprey about it" + " word" * (1_500 - before)
    parts = list(windows(text, size=1_000, overlap=100))
    assert any("Talk to Osprey about it" in part for part in parts)
    assert all(part.strip().split(" ")[0] in {"word", "Talk", "to", "Osprey", "about", "it"} for part in parts)
    assert max(map(len, parts)) < 1_010


@pytest.mark.parametrize("between", ["", " ", "b c "])
@pytest.mark.parametrize("run", [900, 1_050, 1_500, 5_000])
def test_a_long_text_without_spaces_has_an_end_and_nothing_is_missed_in_it(run: int, between: str):
    """Such as a picture in base64 within a drawing."""
    text = f"x {'a' * run}{between}secret-sentence{between}{'b' * run} y " * 4
    parts = list(windows(text, size=1_000, overlap=100))
    assert sum("secret-sentence" in part for part in parts) >= 4
    assert max(map(len, parts)) <= 1_100
    assert parts[-1].endswith(" y ")


def test_a_long_text_is_not_cut_within_a_word():
    assert [part[-1] for part in windows("Acmetron " * 500, size=1_000, overlap=100)] == ["n"] * 4 + [" "]


def test_attached_files_are_searched_for_whole_sentences_only():
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format("Training of the team")})
    assert guard.hits("web/files/plan.txt", "Training of the team", attached=ATTACHED) == ()
    assert guard.hits("web/plan.html", "Training of the team")


def test_what_a_yaml_comment_says_is_told_at_its_line():
    guard = guard_for({"acme/web/risks.yml": "# They are close to bankruptcy\nrisks: [{id: R-1, title: Late}]\n"})
    (problem,) = leak_problems(guard.hits("index.html", "They are close to bankruptcy"))
    assert (problem.code, problem.place.path, problem.place.line) == ("DOS640", "acme/web/risks.yml", 1)


def test_words_of_a_presentation_are_found_across_changes_of_their_letters():
    slide = "<a:p><a:r><a:rPr b='1'/><a:t>They are close to ban</a:t></a:r><a:r><a:t>kruptcy, we hear</a:t></a:r></a:p>"
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ppt/slides/slide1.xml", slide)
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format("They are close to bankruptcy, we hear")})
    assert guard.hits("web/files/offer.pptx", held.getvalue(), attached=ATTACHED)


ONE_WORD_IS_BOLD = {
    "xl/sharedStrings.xml": '<si><r><t xml:space="preserve">They are close to </t></r><r><rPr><b/><sz val="11"/>'
    '<color theme="1"/><rFont val="Calibri"/><family val="2"/><scheme val="minor"/></rPr><t>bankruptcy</t></r>'
    '<r><rPr><vertAlign val="superscript"/></rPr><t>, we hear</t></r></si>',
    "word/document.xml": '<w:p><w:r><w:t xml:space="preserve">They are close to </w:t></w:r><w:r><w:rPr><w:b/>'
    '<w14:ligatures w14:val="none"/></w:rPr><mc:AlternateContent/><w:t>bankruptcy</w:t></w:r><w:r><w:t>, we hear'
    "</w:t></w:r></w:p>",
    "content.xml": '<text:p>They are <text:a xlink:href="x">close</text:a><text:s/>to<text:soft-page-break/> <text:bookmark'
    ' text:name="b"/>bank<text:change-start text:change-id="c"/>ruptcy,<text:line-break/>we<text:tab/>hear<office:'
    "annotation-end/></text:p>",
    "page.html": "<P>They are <STRONG>close</STRONG> to<br>bank<var>ruptcy</var>, <!-- so --><unheard-of>we</unheard-of>"
    " <label>hear</label></P>",
}


@pytest.mark.parametrize("part", ONE_WORD_IS_BOLD)
def test_a_sentence_in_an_attached_file_is_found_whatever_is_done_to_a_word_of_it(part: str):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, ONE_WORD_IS_BOLD[part])
    guard = guard_for({"acme/web/risks.yml": HIDDEN.format("They are close to bankruptcy, we hear")})
    assert guard.hits("web/files/offer.bin", held.getvalue(), attached=ATTACHED)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (
            "word/document.xml",
            "<w:r><w:t>for Bo</w:t></w:r><w:r><w:rPr><w14:cntxtAlts/></w:rPr><w:t>lt only</w:t></w:r>",
        ),
        (
            "xl/sharedStrings.xml",
            '<r><t>Bo</t></r><r><rPr><b/><sz val="9"/><color/><rFont val="x"/></rPr><t>lt</t></r>',
        ),
        ("page.html", "<P>for Bo<VAR>lt</VAR></P>"),
    ],
)
def test_the_name_of_another_client_is_found_in_an_attached_file_whatever_is_done_to_letters_of_it(
    part: str, text: str
):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, text)
    guard = guard_for({"bolt/client.yml": "title: Bolt\n"})
    assert guard.hits("web/files/offer.bin", held.getvalue(), attached=ATTACHED)


def test_words_of_two_cells_are_no_name():
    guard = guard_for({"bolt/client.yml": "title: Bolt\n"})
    assert not guard.hits("web/files/x.html", "<td>Bo</td><td>lt</td>", attached=ATTACHED)


def test_a_file_that_cannot_be_read_still_is_searched():
    guard = guard_for(
        {"bolt/client.yml": "title: Bolt\n", "bolt/x/project.yml": "title: [\nWe owe them a lot of money by now\n"}
    )
    assert guard.hits("index.html", "We owe them a lot of money by now")


def test_of_one_record_only_a_few_texts_are_told_and_of_a_text_a_few_files():
    text = "\n".join(f"Number {word} is what nobody may ever read" for word in ("one", "two", "three", "four", "five"))
    hits = [hit for n in range(9) for hit in guard_of(text).hits(f"{n}.html", text)]
    told = leak_problems(hits)
    assert len(told) == 3
    assert "0.html, 1.html, 2.html and 6 more" in told[0].message


@given(st.binary(max_size=300))
def test_no_file_is_too_broken_to_be_searched(raw: bytes):
    guard = guard_of(SENTENCES[0])
    for begin in (b"", b"PK\x03\x04", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\0", b"\x89PNG\r\n\x1a\n", b"%PDF-1.4 stream\n"):
        for name in ("x.html", "x.json", "x.csv", "x.eml", "x.mbox"):
            assert guard.hits(name, begin + raw) == ()


@pytest.mark.parametrize("client", ["northferry", "yunling"])
def test_nothing_that_the_examples_publish_counts_as_secret(client: str):
    """Each published text alone is a page."""
    tree = read_tree(EXAMPLES)
    portfolio, _ = load(tree)
    guard = Guard(secrets(portfolio, tree, client))
    from dossier.compute.projection import projected

    seen = projected(portfolio, "client")
    own = [dossier for dossier in seen.dossiers if dossier.client.id == client]
    texts = [
        value for d in own for r in (d.project, *d.records) for value in (r.title, r.id, *map(str, r.written.values()))
    ]
    assert [text for text in texts if guard.hits("page.html", text)] == []


def test_a_hash_within_a_value_begins_no_comment():
    """What stands behind it is the value's, and the rest of the line belongs to other fields."""
    line = 'people: [{id: a, title: "House # 12 of the old mill", role: "keeper of the long road"}]\n'
    assert _comments(f"{line}# we shall lose this client before long\n") == ["we shall lose this client before long"]


def _comments(text: str) -> list[str]:
    return [secret.piece.text for secret in _of_comments(Source("acme/client.yml", text))]


@pytest.mark.parametrize("words", ["", "anything"])  # also where nothing else is looked for
@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("Our offer.\n<!-- team -->\nWe could go down to 30.\n<!-- /team -->\nRegards", ["We could go down to 30."]),
        ("<p>Our offer</p><!--团队-->30<!-- /团队 --><p>Regards</p>", ["30"]),
        ("<!-- team -->one<!-- /team --> and <!-- TEAM -->two<!-- /TEAM -->", ["one\ntwo"]),
        ("<!-- Team --><section>Anna and Bo</section><!-- Prices -->", []),  # what parts a page, as in many templates
        ("<!-- team --> <!-- /team -->", []),
        ("Nothing is for the team", []),
    ],
)
def test_what_an_attached_file_marks_as_for_the_team_goes_out_with_it(words: str, content: str, found: list[str]):
    guard = guard_of(words)
    assert [
        hit.secret.piece.text for hit in guard.hits("web/files/DEL-1/offer.html", content.encode(), attached=ATTACHED)
    ] == found
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("offer.html", content)
    assert len(guard.hits("web/files/DEL-1/offer.zip", held.getvalue(), attached=ATTACHED)) == len(found)
    assert guard.hits("web/guide/index.html", content) == ()  # a page is projected before
