"""The next version of a site takes over what stays, holds nothing else, and leaves the last version as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dossier.hosts.site_tree import SiteTree, stamp

LAST = {"index.html": b"home", "risks/R-1/index.html": b"late", "risks/R-2/index.html": b"dear", "style.css": b"a {}"}


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A site of two builds, so that its last version but one lies where the next is made."""
    for _ in range(2):
        tree = SiteTree(tmp_path / "live", tmp_path / "next")
        for name, content in LAST.items():
            tree.write(name, content)
        tree.put_in_place()
    return tmp_path / "live"


def next_of(live: Path) -> SiteTree:
    return SiteTree(live, live.parent / "next")


def keep(tree: SiteTree, live: Path, *names: str) -> None:
    for name in names:
        known = stamp(f"{live}/{name}")
        assert known
        tree.keep(name, known)


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_the_last_version_is_not_touched_until_the_next_is_in_place(live: Path, tmp_path: Path):
    keep(before := next_of(live), live, *LAST)
    before.put_in_place()  # from now on both versions share their files
    (tmp_path / "other").write_bytes(b"other")
    stamps = {name: stamp(f"{live}/{name}") for name in LAST}
    tree = next_of(live)
    tree.write("index.html", b"new")
    tree.copy("risks/R-1/index.html", tmp_path / "other")
    tree.take("risks/R-2/index.html", tmp_path / "other")
    tree.write("style.css/is-a-folder-now", b"")
    assert files(live) == LAST
    assert {name: stamp(f"{live}/{name}") for name in LAST} == stamps
    tree.put_in_place()
    assert files(live) == {
        "index.html": b"new",
        "risks/R-1/index.html": b"other",
        "risks/R-2/index.html": b"other",
        "style.css/is-a-folder-now": b"",
    }


def test_a_kept_file_stays_the_same_file_whether_the_version_before_had_it_or_not(live: Path):
    for _ in range(3):
        stamps = {name: stamp(f"{live}/{name}") for name in LAST}
        tree = next_of(live)
        keep(tree, live, *LAST)
        assert tree.put_in_place() == stamps
        assert {name: stamp(f"{live}/{name}") for name in LAST} == stamps


def test_a_file_that_cannot_be_linked_is_copied(live: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refused)
    (live / "index.html").write_bytes(b"home, written anew")
    tree = next_of(live)
    keep(tree, live, *LAST)
    stamps = tree.put_in_place()
    assert files(live) == LAST | {"index.html": b"home, written anew"}
    assert stamps == {name: stamp(f"{live}/{name}") for name in LAST}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("theirs", [b"HOME", b"what is the team's", None])
def test_a_file_that_another_build_put_there_meanwhile_is_not_taken_for_ours(
    live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: bytes | None, links: bool
):
    def refused(*_: object) -> None:
        raise PermissionError

    if not links:
        monkeypatch.setattr(os, "link", refused)
    known = stamp(f"{live}/index.html")
    assert known
    other = SiteTree(live, tmp_path / "next-of-others")
    other.write("index.html" if theirs else "another.html", theirs or b"")
    other.put_in_place()
    with pytest.raises(OSError, match="another build put its site in place meanwhile"):
        next_of(live).keep("index.html", known)


def test_what_somebody_put_into_a_site_is_gone_after_two_builds(live: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/theirs").write_text("stays")
    (live / "litter.html").write_text("")
    (live / "risks/litter/deep/er").mkdir(parents=True)
    (live / "risks/litter/deep/litter.html").write_text("")
    (live / "a-link").symlink_to(live / "index.html")
    (live / "broken").symlink_to("nothing")
    (live / "folder").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(live / "pipe")
    for _ in range(2):
        tree = next_of(live)
        keep(tree, live, *LAST)
        tree.put_in_place()
    assert everything_in(live) == sorted([*LAST, "risks", "risks/R-1", "risks/R-2"])
    assert files(tmp_path / "elsewhere") == {"theirs": b"stays"}


def test_a_link_to_a_folder_is_not_written_through(live: Path, tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "next/news").symlink_to(tmp_path / "elsewhere")
    tree = next_of(live)
    tree.write("news/index.html", b"new")
    tree.put_in_place()
    assert files(live) == {"news/index.html": b"new"}
    assert everything_in(tmp_path / "elsewhere") == []


def test_a_link_in_the_place_of_the_site_is_replaced_and_what_it_led_to_stays(live: Path, tmp_path: Path):
    live.rename(tmp_path / "elsewhere")
    live.symlink_to(tmp_path / "elsewhere")
    for content in (b"new", b"newer"):  # after the first the link lies where the second is made
        tree = next_of(live)
        tree.write("index.html", content)
        tree.put_in_place()
    assert files(live) == {"index.html": b"newer"}
    assert files(tmp_path / "elsewhere") == LAST


def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(live: Path):
    tree = next_of(live)
    tree.write("index.html/more/page.html", b"1")
    tree.write("risks", b"2")
    tree.write("style.css", b"3")
    stamps = tree.put_in_place()
    assert files(live) == {"index.html/more/page.html": b"1", "risks": b"2", "style.css": b"3"}
    assert stamps == {name: stamp(f"{live}/{name}") for name in files(live)}


def test_a_file_may_be_made_twice_and_the_last_counts(live: Path, tmp_path: Path):
    (tmp_path / "given").write_bytes(b"given")
    tree = next_of(live)
    tree.take("map.xml", tmp_path / "given")
    tree.write("map.xml", b"ours")
    tree.put_in_place()
    assert files(live) == {"map.xml": b"ours"}
    assert (tmp_path / "given").read_bytes() == b"given"


def test_what_is_a_link_has_not_the_stamp_of_the_file_it_leads_to(live: Path):
    known = stamp(f"{live}/index.html")
    (live / "index.html").rename(live / "moved.html")
    (live / "index.html").symlink_to("moved.html")
    assert stamp(f"{live}/index.html") != known


def test_a_site_is_laid_out_for_the_version_after_it(live: Path, tmp_path: Path):
    tree = next_of(live)
    tree.write("index.html", b"new")
    tree.write("style.css", b"b {}")
    stamps = tree.put_in_place()
    assert files(tmp_path / "next") == LAST
    next_of(live).lay_out(stamps)
    assert everything_in(tmp_path / "next") == ["index.html", "style.css"]
    assert {name: stamp(f"{tmp_path}/next/{name}") for name in stamps} == stamps  # the same files, and not copies
    assert files(live) == {"index.html": b"new", "style.css": b"b {}"}


def test_a_file_of_the_same_size_and_time_is_still_another(live: Path, tmp_path: Path):
    """As `rsync --times` or `cp --preserve` leave it."""
    source = tmp_path / "style.css"
    source.write_bytes(b"a {}")
    tree = next_of(live)
    tree.copy("style.css", source)  # the same as in the last version but one
    before = source.stat()
    source.write_bytes(b"b {}")
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    tree.copy("style.css", source)
    keep(tree, live, *(LAST.keys() - {"style.css"}))
    tree.put_in_place()
    assert (live / "style.css").read_bytes() == b"b {}"
