"""The last guard of a client's site: whatever of the team's gets past everything before it, the site is not published."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dossier.compute.projection as projection_module
import dossier.hosts.reading as reading_module
import dossier.hosts.site_writer as site_writer_module
import tests.bench.portfolio as portfolio_module
from dossier.cli.main import main
from dossier.compute.team_only import Person
from dossier.hosts.authors import authors
from dossier.records.declare import RECORD_TYPES, Field, RecordType
from dossier.records.kinds import Listed, Part, Text
from tests.compute.sample_records import LISTED_TYPES, SAFE, as_yaml, sample
from tests.repository import commit, git

STARTER = Path(__file__).parents[2] / "dossier/hosts/starter_mkdocs.yml"
MARK = "Zyxwort"
"""Begins every planted text; nothing else in the product or its theme holds it."""
ANNA = {"id": "anna", "title": "Anna Berg", "side": "client"}
PUBLISHED = [t.key for t in LISTED_TYPES if t.name not in {"assumption", "cost_item"}]


LEFT_OUT = frozenset({*SAFE, "bookings", "calendar", "covers_where", "currency", "delays", "digest"})
"""Fields of text that the program reads itself: any words in them would be a mistake in the record."""


def planted(*path: str) -> str:
    return f"{MARK} hides in {' '.join(path).replace('_', ' ')}"


def in_every_text(
    fields: Mapping[str, Field], text: Callable[[Field], str], leave: frozenset[str] = LEFT_OUT
) -> dict[str, object]:
    """A value for every field that holds text, and for those that a record cannot be without."""
    found: dict[str, object] = {}
    for name, field in fields.items():
        kind = field.kind.item if isinstance(field.kind, Listed) else field.kind
        if name in leave:
            continue
        if isinstance(kind, Part):
            value = in_every_text(kind.fields, text, frozenset())
            found[name] = [value] if isinstance(field.kind, Listed) else value
        elif isinstance(kind, Text) and name == "id":
            found[name] = "P-1"
        elif isinstance(kind, Text):
            found[name] = [text(field)] if isinstance(field.kind, Listed) else text(field)
        elif field.required:
            found |= sample({name: field}, text, lambda _: "anna")
    return found


def covers(of_type: RecordType) -> dict[str, object]:
    """What a sign-off covers: it must cover something."""
    return {"covers": ["OPEN-requirement"]} if of_type.name == "sign_off" else {}


def hidden_record(of_type: RecordType) -> dict[str, object]:
    """A record with marked text in every field that holds text."""
    values = in_every_text(of_type.fields, lambda f: planted(of_type.name, f.name))
    return {
        "id": f"HID-{of_type.name}",
        "title": planted(of_type.name, "title"),
        "visibility": "team",
        **values,
        **covers(of_type),
    }


def open_record(of_type: RecordType) -> dict[str, object]:
    """A published record with marked text in its internal field and in a team block of every text."""

    def text(field):
        return (
            planted(of_type.name, "internal")
            if field.internal
            else f"Seen <!-- team -->{planted(of_type.name, 'block', field.name)}<!-- /team --><!-- {planted('comment')} -->"
        )

    values = in_every_text(of_type.fields, text)
    return {
        "id": f"OPEN-{of_type.name}",
        "title": "Seen by everybody",
        "visibility": "client",
        **values,
        **covers(of_type),
    }


def content_files() -> dict[str, str]:
    """Two clients, the handbook, and marked text in every place that a client must not read."""
    client = {
        "title": "Acme",
        "language": "en",
        "signers": ["anna"],
        "publish": ["project", *PUBLISHED],
        "people": [ANNA],
    }
    comment = f"# {planted('yaml comment')}\n"
    found = {
        "acme/client.yml": comment + json.dumps({**client, "internal": planted("client internal")}),
        "acme/web/project.yml": comment + json.dumps({"title": "Web shop", "start": "2026-03-02", "finish": "2026-11-30", "internal": planted("project internal")}),
        "acme/web/guide.md": f"---\nvisibility: client\n# {planted('front matter')}\n---\n# Guide\n\nRead me.\n\n<!-- team -->\n{planted('page block')}\n<!-- /team -->\n\n<!-- {planted('page comment')} -->\n",
        "acme/web/notes.md": f"# {planted('team page title')}\n\n{planted('team page text')}\n",
        "acme/web/papers/offer.pdf": "OFFER",
        f"acme/web/papers/{MARK}-unnamed-draft.pdf": planted("unnamed attachment"),
        "acme/closed/project.yml": json.dumps({"title": planted("closed project"), "visibility": "team", "start": "2026-03-02"}),
        "bolt/client.yml": json.dumps({"title": f"{MARK} Works", "publish": ["project", *PUBLISHED], "colour": "#abcde1", "logo": f"{MARK}-logo-of-bolt.svg"}),
        f"bolt/{MARK}-logo-of-bolt.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{planted('logo')}</text></svg>",
        "bolt/ship/project.yml": json.dumps({"title": planted("other project"), "start": "2026-03-02"}),
        "bolt/ship/page.md": f"---\nvisibility: client\n---\n# {planted('other page')}\n",
        "handbook/index.md": f"# {planted('handbook title')}\n\n{planted('handbook text')}\n",
    }  # fmt: skip
    for of_type in LISTED_TYPES:
        hidden, seen = hidden_record(of_type), open_record(of_type)
        found[f"acme/web/hidden-{of_type.name}.yml"] = comment + as_yaml(of_type, hidden)
        found[f"acme/web/open-{of_type.name}.yml"] = as_yaml(of_type, seen)
        if of_type.name != "sign_off":  # what is confirmed must be published
            found[f"acme/closed/{of_type.name}.yml"] = as_yaml(of_type, {**hidden, "visibility": "client"})
        found[f"bolt/ship/{of_type.name}.yml"] = as_yaml(of_type, {**hidden, "visibility": "client"})
    found["acme/web/files.yml"] = as_yaml(
        RECORD_TYPES["deliverable"],
        {"id": "DEL-900", "title": "Offer paper", "due": "2026-05-04", "attachments": ["papers/offer.pdf"]},
    )
    return found


def written(root: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(STARTER, root / "mkdocs.yml")
    return root


def build(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", "--as-of", "2026-04-01", *arguments], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


SMALL = {
    "acme/client.yml": "title: Acme\nsigners: [anna]\npublish: [project, requirements, tasks]\npeople:\n- {id: anna, title: Anna Berg, side: client, visibility: client}\n",
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\n",
    "acme/web/records.yml": """\
requirements:
- {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
tasks:
- id: T-1
  title: Build
  owner: anna
  duration: 5d
  requirements: [REQ-1]
  internal: Nightjar knows that we are too cheap
- {id: T-2, title: Talk to Osprey, owner: anna, duration: 5d, visibility: team}
""",
    "acme/web/guide.md": "---\nvisibility: client\n---\n# Guide\n\nRead me.\n\n<!-- team -->The client pays late every single time.<!-- /team -->\n",
    "bolt/client.yml": "title: Bolt Works\npublish: [project]\n",
    "bolt/ship/project.yml": "title: Steamer for the lake\nstart: 2026-03-02\n",
    "handbook/index.md": "# Handbook\n\nNever tell a client what another one pays.\n",
}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small folder in which acme's site was built once."""
    root = written(tmp_path, SMALL)
    monkeypatch.chdir(root)
    result = build("acme")
    assert result.exit_code == 0, result.output
    return root


def refused(root: Path, *said: str) -> None:
    """The build is refused with these words, and the old site is whole."""
    before = files(root / "site")
    for jobs in ("1", "2"):  # with two, the site is guarded beside the process that makes it
        result = build("acme", "--jobs", jobs)
        assert result.exit_code == 2
        assert "error[DOS640]" in result.output
        for words in said:
            assert words in result.output
        assert "Traceback" not in result.output
        assert files(root / "site") == before


def refusal(root: Path, command: str) -> str:
    """What a command tells that makes or hands over the site of acme."""
    if command == "mkdocs":
        environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(STARTER.parents[2]), "DOSSIER_CLIENT": "acme"}
        mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "plain"]
        return subprocess.run(mkdocs, cwd=root, env=environment, capture_output=True, text=True, check=False).stderr
    if command == "emit":
        return CliRunner().invoke(main, ["emit", "--as-of", "2026-04-01", "plain", "acme"]).output
    return build("acme").output


# ---- nothing that was planted is in any byte of a real site


@pytest.fixture(scope="module")
def big(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every file of acme's site, unpacked where it is packed; the sources lie in a real repository."""
    root = written(tmp_path_factory.mktemp("planted"), content_files())
    person = [f"user.name={MARK} Author", f"user.email={MARK.lower()}@example.org"]
    git = ["git", "-C", str(root), *(part for each in person for part in ("-c", each))]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-q", "-m", planted("commit message")], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        result = build("acme")
    assert result.exit_code == 0, result.output
    return files(root / "site/acme")


def test_nothing_of_the_team_is_in_any_byte_of_a_clients_site(big: dict[str, bytes]):
    found = []
    for name, content in big.items():
        plain = gzip.decompress(content) if name.endswith(".gz") else content
        if MARK.lower() in name.lower() or any(MARK.lower().encode() in each.lower() for each in (content, plain)):
            found.append(name)
    assert found == []


def test_the_site_really_shows_the_records_in_which_it_was_planted(big: dict[str, bytes]):
    index = big["search/search_index.json"].decode()
    for of_type in LISTED_TYPES:
        assert f"OPEN-{of_type.name}" in index, of_type.name
    assert b"OFFER" in b"".join(big.values())


# ---- a mistake anywhere before it is caught


def test_records_that_the_projection_lets_through_are_caught(small: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(projection_module, "is_published", lambda record, types: True)
    refused(small, "“Talk to Osprey” of acme/web T-2, field `title`", "content/acme/web/records.yml:10:", "index.html")


def test_internal_fields_that_the_projection_lets_through_are_caught(small: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading_module, "projected", lambda portfolio, audience: portfolio)
    (small / "content/acme/web/records.yml").write_text(
        SMALL["acme/web/records.yml"].replace(
            "title: Build", "title: Build <!-- team -->for the Nightjar people<!-- /team -->"
        )
    )
    refused(small, "of acme/web T-1, field `title` (a team block)")


def test_team_blocks_that_the_projection_lets_through_are_caught(small: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(projection_module, "public_text", lambda text: text)
    monkeypatch.setattr("dossier.hosts.site_files.public_text", lambda text: text)
    refused(small, "The client pays late every single", "acme/web/guide.md", "web/documents/guide/index.html")


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Nightjar knows that we are <b>too</b> cheap", "field `internal` (an internal field)"),
        ("<a title='TALK to osprey'>x</a>", "acme/web T-2"),
        ("made for Bolt Works", "(another client's name)"),
        ("Never tell a client what another one pays.", "handbook/index.md"),
        ("the Steamer for the lake", "bolt/ship"),
        ("<a href='Talk%20to%20Osprey'>x</a>", "acme/web T-2"),
        ("content/acme/web/records.yml", "the name of a source"),
    ],
)
def test_what_a_template_prints_is_caught(small: Path, printed: str, said: str):
    (small / "own/partials").mkdir(parents=True)
    (small / "own/partials/header.html").write_text(f"<header>{{{{ {printed!r}|safe }}}}</header>")
    configuration = small / "mkdocs.yml"
    configuration.write_text(configuration.read_text().replace("name: material", "name: material\n  custom_dir: own"))
    refused(small, said, "404.html")


def hook(root: Path, code: str) -> None:
    (root / "hook.py").write_text(code)
    with (root / "mkdocs.yml").open("a") as configuration:
        configuration.write("\nhooks: [hook.py]\n")


FROM_A_PLUGIN = """
from pathlib import Path
def on_post_build(config):
    Path(config.site_dir, {name!r}).write_bytes({content!r})
"""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("extra.json", json.dumps({"a": "Nightjar knows that we are too cheap"}).encode(), "extra.json"),
        ("extra.xml.gz", gzip.compress(b"<x>Talk to Osprey</x>", mtime=0), "extra.xml.gz"),
        ("Talk-to-Osprey.txt", b"nothing", "Talk-to-Osprey.txt"),
        ("utf16.txt", "Talk to Osprey".encode("utf-16"), "utf16.txt"),
    ],
)
def test_what_a_plug_in_writes_is_caught(small: Path, name: str, content: bytes, said: str):
    hook(small, FROM_A_PLUGIN.format(name=name, content=content))
    refused(small, said)


def test_what_the_feed_of_changes_tells_is_caught(small: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(site_writer_module, "client_feed", lambda *_: b"<feed><title>Talk to Osprey</title></feed>")
    refused(small, "acme/web T-2", "feed.xml")


@pytest.mark.parametrize("words", ["Nightjar knows that we are too cheap", "As for Bolt Works, who pay less"])
def test_a_file_that_a_record_carries_is_looked_at(small: Path, words: str):
    (small / "content/acme/web/offer.txt").write_text(f"Our offer. {words}.")
    records = small / "content/acme/web/records.yml"
    records.write_text(records.read_text().replace("duration: 5d\n", "duration: 5d\n  attachments: [offer.txt]\n", 1))
    refused(small, "web/files/T-1/offer.txt")


@pytest.mark.parametrize("command", ["build", "emit", "mkdocs"])
def test_a_file_that_a_record_carries_with_a_block_for_the_team_is_not_published(small: Path, command: str):
    offer = small / "content/acme/web/offer.html"
    offer.write_text("<p>Our offer</p>\n<!-- team --><p>30 would do</p><!-- /team -->\n")
    records = small / "content/acme/web/records.yml"
    records.write_text(records.read_text().replace("duration: 5d\n", "duration: 5d\n  attachments: [offer.html]\n", 1))
    told = refusal(small, command)
    assert "error[DOS640]" in told
    assert "“<p>30 would do</p>” of T-1, field `attachments` (a team block)" in told
    assert "records.yml" in told
    offer.write_text("<p>Our offer</p>\n<!-- Team --><p>Anna Berg</p>\n")
    assert "DOS640" not in refusal(small, command)


def test_a_page_written_by_hand_that_names_another_client_is_no_leak_but_what_the_client_reads(small: Path):
    """What the client's own page says is published; only what gets in by another way is refused."""
    page = small / "content/acme/web/guide.md"
    page.write_text(page.read_text() + "\nWe also work for Bolt Works.\n")
    assert build("acme").exit_code == 0


@pytest.mark.parametrize("names_her", [False, True])
def test_somebody_of_the_team_is_no_less_secret_because_a_published_record_names_her(small: Path, names_her: bool):
    """The projection leaves the reference out; her number is her name."""
    client = small / "content/acme/client.yml"
    person = "- {id: gustav-schatten, title: Gustav Schatten, side: supplier, visibility: team}\n"
    assert "people:\n" in client.read_text()
    client.write_text(client.read_text().replace("people:\n", f"people:\n{person}"))
    project = small / "content/acme/web/project.yml"
    project.write_text(project.read_text() + ("owner: gustav-schatten\n" if names_her else ""))
    with (small / "mkdocs.yml").open("a") as configuration:
        configuration.write("site_description: Maintained by Gustav Schatten\n")
    refused(small, "Gustav Schatten")


def test_the_number_of_what_was_signed_and_is_hidden_since_is_no_leak(small: Path):
    """The client signed it; that it is not covered any more is told her by its number."""
    records = small / "content/acme/web/records.yml"
    hidden = "REQ-2077, title: Pay, statement: It pays, acceptance_criteria: [{AC-1: safe}], verification: test"
    records.write_text(records.read_text().replace("tasks:", f"- {{id: {hidden}}}\ntasks:"))
    client = small / "content/acme/client.yml"
    client.write_text(client.read_text().replace("requirements, tasks", "requirements, tasks, sign_offs"))
    sign_off = small / "content/acme/web/sign-offs.yml"
    sign_off.write_text(
        "sign_offs:\n- {id: SO-1, title: Scope, signer: anna, covers_where: requirements, requested_on: 2026-03-02}\n"
    )
    answer = ["--decision", "confirmed", "--by", "anna", "--on", "2026-03-03", "--as-of", "2026-04-01"]
    signed = CliRunner().invoke(main, ["sign", "record", "acme/web", "SO-1", *answer])
    assert signed.exit_code == 0, signed.output
    records.write_text(records.read_text().replace(hidden, f"{hidden}, visibility: team"))
    for jobs in ("1", "2"):
        result = build("acme", "--jobs", jobs)
        assert result.exit_code == 0, result.output
        page = (small / "site/acme/web/sign-off/index.html").read_text()
        assert "REQ-2077" in page
        assert "It pays" not in page


@pytest.mark.parametrize("name", ["assets/favicon.png", "acme/web/sitemap.xml"])
def test_a_file_that_is_called_as_one_of_every_site_is_no_leak(small: Path, name: str):
    path = small / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"of nobody")
    result = build("acme")
    assert result.exit_code == 0, result.output


def test_a_client_called_as_words_of_the_feed_is_no_leak(small: Path):
    (small / "content/utf").mkdir()
    (small / "content/utf/client.yml").write_text("title: UTF\n")
    git(small, "init", "--quiet")
    commit(small, at="2026-03-02T08:00:00Z", **{".gitignore": ".cache\nsite\n"})
    result = build("acme")
    assert result.exit_code == 0, result.output
    assert "UTF" in (small / "site/acme/feed.xml").read_text()


@pytest.mark.parametrize("key", ["extra_css", "extra_javascript"])
def test_a_style_or_script_in_the_content_folder_is_told_its_place_and_works_there(small: Path, key: str):
    ending = {"extra_css": "css", "extra_javascript": "js"}[key]
    (small / f"content/our-own.{ending}").write_text("")
    with (small / "mkdocs.yml").open("a") as configuration:
        configuration.write(f"{key}: [our-own.{ending}]\n")
    refused(small, f"content/our-own.{ending}:1:1", "the theme's `custom_dir`")
    (small / "ours").mkdir()
    (small / f"content/our-own.{ending}").rename(small / f"ours/our-own.{ending}")
    configuration = (small / "mkdocs.yml").read_text()
    (small / "mkdocs.yml").write_text(configuration.replace("theme:\n", "theme:\n  custom_dir: ours\n"))
    result = build("acme")
    assert result.exit_code == 0, result.output
    assert f'"our-own.{ending}"' in (small / "site/acme/index.html").read_text()
    assert (small / f"site/acme/our-own.{ending}").exists()


@pytest.mark.parametrize("place", ["bolt/contract.txt", "bolt/ship/records.txt", "notes.txt", "acme/web/offer.svg"])
def test_a_link_that_leads_out_of_the_content_folder_brings_no_file_along(small: Path, place: str):
    """MkDocs follows links and would copy what they lead to, of whatever client."""
    (small / "shared").mkdir()
    (small / "shared/contract").write_text(MARK)
    (small / "content" / place).symlink_to(small / "shared/contract")
    (small / "content/bolt/all").symlink_to(small / "shared")
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(STARTER.parents[2]), "DOSSIER_CLIENT": "acme"}
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "site/plain"]
    subprocess.run(mkdocs, cwd=small, env=environment, check=False)
    build("acme")
    assert (small / "site/acme/index.html").exists()
    assert not [name for name, content in files(small / "site").items() if MARK.encode() in content]


def test_plain_mkdocs_leaves_nothing_of_a_site_that_leaks(small: Path):
    hook(small, FROM_A_PLUGIN.format(name="x.txt", content=b"Talk to Osprey"))
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(STARTER.parents[2]), "DOSSIER_CLIENT": "acme"}
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-d", "plain"],
        cwd=small, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode != 0
    assert "DOS640" in result.stderr
    assert not files(small / "plain")


def test_authors_of_the_repository_are_caught_unless_they_are_published(small: Path):
    def commit(name: str) -> None:
        git = ["git", "-C", str(small), "-c", f"user.name={name}", "-c", "user.email=someone@example.org"]
        subprocess.run([*git, "init", "-q"], check=True)
        subprocess.run([*git, "add", "content"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "x"], check=True)

    hook(small, FROM_A_PLUGIN.format(name="x.txt", content=b"by Anna Berg and Maria Osterman"))
    commit("Anna Berg")
    assert build("acme").exit_code == 0
    subprocess.run(["git", "-C", str(small), "checkout", "-q", "-b", "other"], check=True)
    commit("Maria Osterman")
    refused(small, "“Maria Osterman”", "an author of the repository")
    subprocess.run(["git", "-C", str(small), "checkout", "-q", "-"], check=True)
    assert build("acme").exit_code == 0, "which branches a clone has does not decide what may be published"


def test_an_author_who_has_left_the_project_does_not_stop_the_site(small: Path):
    """Her name stays in the history, where nobody could take it out."""
    client = small / "content/acme/client.yml"
    before = client.read_text(encoding="utf-8")
    git = ["git", "-C", str(small), "-c", "user.name=Maria Osterman", "-c", "user.email=maria@example.org"]
    subprocess.run([*git, "init", "-q"], check=True)
    maria = "- {id: maria-osterman, title: Maria Osterman, side: supplier, visibility: client}\n"
    for text in (f"{before}{maria}", before):
        client.write_text(text, encoding="utf-8")
        subprocess.run([*git, "add", "content"], check=True)
        subprocess.run([*git, "commit", "-q", "-m", "x"], check=True)
        assert build("acme").exit_code == 0
    assert not [name for name, content in files(small / "site").items() if b"osterman" in content.lower()]


@pytest.mark.parametrize("path", ["", None])
def test_authors_are_the_same_where_no_program_git_answers(
    small: Path, monkeypatch: pytest.MonkeyPatch, path: str | None
):
    subprocess.run(["git", "init", "-q"], cwd=small, check=True)
    person = ["-c", "user.name=Zoë 王", "-c", "user.email=zoe@example.org"]
    subprocess.run(["git", *person, "commit", "-q", "--allow-empty", "-m", "x"], cwd=small, check=True)
    if path is not None:
        monkeypatch.setenv("PATH", path)
    assert authors(small / "content") == (Person("Zoë 王", "zoe@example.org"),)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_made_up_portfolios_are_built_without_a_false_alarm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int):
    """Clients whose records, projects and people are much alike, in two languages, with team text in many of them."""
    monkeypatch.setattr(portfolio_module, "OF_A_PROJECT", 40)
    portfolio_module.write_portfolio(tmp_path, 240, seed)
    monkeypatch.chdir(tmp_path)
    result = build()
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "site").iterdir()} == {"client-01", "client-02"}
