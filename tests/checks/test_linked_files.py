"""Relative links and pictures in prose that lead to no file of the site are told, and those for the team only."""

from __future__ import annotations


def test_what_is_attached_and_what_has_a_page_may_be_led_to(found):
    """
    # acme/web/project.yml
    title: Web shop
    description: "![Logo](pictures/logo.txt), [how](guide.md#first), [search](requirements/REQ-1.md)"
    attachments: [pictures/logo.txt]
    # acme/web/pictures/logo.txt
    LOGO
    # acme/web/guide.md
    ---
    visibility: client
    ---
    # Guide

    [Search](requirements/REQ-1.md), [above](#guide), [notes](../../handbook/how.md), [r]

    [r]: pictures/logo.txt
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    ---
    # Search

    ![Logo](../pictures/logo.txt) `![Code](no.png)` [out](https://example.org/x.png) [root](/x.png)

    ```
    [fence](no.png)
    ```
    # handbook/how.md
    # How we work
    """
    assert "DOS417" not in found.codes


def test_what_leads_nowhere_is_told_where_it_stands_with_what_was_meant(found):
    """
    # acme/web/risks.yml
    risks:
    - id: R-1
      title: Late data
      cause: "See [the plan](plam.md), ![drawing](drawing.txt) and [it](../other/x.md)."
    # acme/web/plan.md
    # Plan

    [Gone](gone.png)

    [again]: gone.pdf
    # acme/web/drawing.txt
    DRAWING
    """
    assert found.marked("DOS417") == [
        (3, "gone.png"),
        (5, "gone.pdf"),
        (4, "plam.md"),
        (4, "drawing.txt"),
        (4, "../other/x.md"),
    ]
    hints = [p.hint for p in found.located if p.code == "DOS417"]
    assert hints[2:4] == ["did you mean `plan.md`?", "name it under `attachments:` of a record or of project.yml"]


def test_an_address_without_its_scheme_is_told_with_it(found):
    """
    risks:
    - {id: R-1, title: Late, cause: "[a](www.example.org) [b](docs.example.org/page) [c](x@y.org) [d](notes.io.md)"}
    """
    told = {p.place.words: p.hint for p in found.problems if p.code == "DOS417"}
    assert told["www.example.org"] == "write `https://www.example.org`"
    assert told["docs.example.org/page"] == "write `https://docs.example.org/page`"
    assert told["x@y.org"] == "write `mailto:x@y.org`"
    assert "https" not in told["notes.io.md"]


def test_a_link_with_chinese_brackets_is_told(found):
    """
    risks:
    - {id: R-1, title: Late data, cause: "见[说明]（notes.md）和[注]（见附件），[官网]（https://example.org）。"}
    - {id: R-2, title: Late, cause: "[附录]（V1.0）[节]（第3.2节）[e]（a/b）`[x]（x.md）` <!-- [y]（y.md） --> ［a］(b) 【c】（d） 【确定】(OK) 【编号】（#12） 【词】（#数字化） 【官网】（https://e.example）"}
    - {id: R-3, title: Late rain, cause: "[a](REQ-2.md）［b］(REQ-2.md)"}
    # acme/web/plan.md
    # Plan

    [说明]（plan.md#one）
    """
    assert found.marked("DOS417") == [
        (3, "[说明]（plan.md#one）"),
        (2, "[说明]（notes.md）"),
        (2, "[官网]（https://example.org）"),
        (4, "[a](REQ-2.md）"),
        (4, "［b］(REQ-2.md)"),
    ]


def test_a_hint_names_what_has_nearly_the_same_name_and_no_other_number(found):
    """
    # acme/web/requirements.yml
    requirements:
    - {id: REQ-001, title: Search}
    # acme/web/requirements/REQ-003.md
    ---
    id: REQ-003
    ---
    # Pay

    [a](REQ-001), [b](REQ-002.md), ![c](gone.txt), [d](../tasks.yml), [e](offer.txt), [f](/web/offers/offer.txt#x),
    [g](/intranet/times), [h](/REQ-003.md)
    # acme/web/own.txt
    OWN
    # acme/web/offers/offer.txt
    OFFER
    """
    told = {p.text[p.column - 1 : p.end_column - 1]: p.hint for p in found.located if p.code == "DOS417"}
    assert told["REQ-001"].startswith("write `[[REQ-001|…]]`")
    assert told["offer.txt"] == "did you mean `../offers/offer.txt`?"
    assert {told[each] for each in ("REQ-002.md", "gone.txt", "../tasks.yml")} == {
        "attach the file, or write the number of a record"
    }
    assert {told[each][:14] for each in ("/web/offers/offer.txt#x", "/REQ-003.md")} == {"write it as th"}
    assert "/intranet/times" not in told


def test_what_the_client_reads_leads_to_nothing_that_is_for_the_team(found):
    """
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late data, cause: "See [why](notes.md), [what](offer.txt) and [it](requirements/REQ-1.md)."}
    - {id: R-2, title: Late staff, cause: "See [why](notes.md).", visibility: team}
    - {id: R-3, title: Late start, cause: "See <!-- team -->[why](notes.md)<!-- /team -->.", internal: "[why](notes.md)"}
    - {id: R-4, title: Late end, visibility: team, attachments: [offer.txt]}
    # acme/web/notes.md
    # Notes
    # acme/web/offer.txt
    OFFER
    # acme/web/requirements/REQ-1.md
    ---
    id: REQ-1
    visibility: team
    ---
    # Search
    """
    assert found.marked("DOS417") == [(2, "notes.md"), (2, "offer.txt"), (2, "requirements/REQ-1.md")]


def test_one_address_in_two_places_of_a_text_is_told_with_how_often_it_is_there(found):
    """
    risks:
    - id: R-1
      title: Late data
      cause: "[a](gone.png), [b](gone.png), [![c](thumb.png)](file:///S:/gone.png)"
    """
    assert [p.message for p in found.located] == [
        "`gone.png` (2 times) leads to no file that stands on the site",
        "`thumb.png` leads to no file that stands on the site",
        "`file:///S:/gone.png` is no address that pages lead to",
    ]


def test_prose_of_the_client_and_pages_of_the_team_are_looked_at_once(found):
    """
    # acme/client.yml
    title: Acme
    people:
    - {id: anna, title: Anna Berg, side: client, expectations: "[z](gone.pdf)"}
    # acme/shop/project.yml
    title: Shop
    # acme/web/plan.md
    # Plan
    # handbook/start.md
    # Home

    [how](how.md) [plan](../acme/web/plan.md) [plan](../acme/web/)
    # handbook/how.md
    # How
    """
    assert found.where("DOS417") == ["acme/client.yml:3:65", "handbook/start.md:3:22"]


def test_another_project_of_the_client_may_be_led_to_where_she_sees_it(found):
    """
    # acme/shop/project.yml
    title: Shop
    # acme/shop/info.md
    ---
    visibility: client
    ---
    # Info
    # acme/shop/notes.md
    # Notes
    # acme/web/risks.yml
    risks:
    - {id: R-1, title: Late data, cause: "[a](../shop/info.md) [b](../shop/notes.md) [c](../../bolt/x/info.md)"}
    # bolt/client.yml
    title: Bolt
    # bolt/x/project.yml
    title: X
    # bolt/x/info.md
    # Info
    """
    assert found.marked("DOS417") == [(2, "../shop/notes.md"), (2, "../../bolt/x/info.md")]
