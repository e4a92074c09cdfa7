"""What is no YAML is told where the mistake is, not where the parser gave up, with what to do there."""

from __future__ import annotations

import pytest

ENGLISH = "write an English colon and a space: `key: value`"
SPACE = "write a plain space behind the colon: `key: value`"
COMMA = "a comma is missing before this, or the text around it needs quotes"
DASH = "let the dash stand in the same column as the one above"
QUOTES = "the quotes end here: put the whole text between quotes of the other kind"
COLUMN = "let the key begin in the same column as the one above"


@pytest.mark.parametrize(
    ("text", "line", "column", "hint"),
    [
        ("risks:\n- id: R-2\n  title：Late\n", 3, 8, ENGLISH),
        ("risks:\n- id: R-2\n  title: Late\n  cause：rain\n", 4, 8, ENGLISH),
        ("风险：\n- id: R-2\n  title: Late\n", 1, 3, ENGLISH),
        ("risks:\n- id：R-2\n  title: Late\n", 2, 5, ENGLISH),
        ("risks:\n- id：R-2\n", 2, 3, ENGLISH),
        ("risks：\n", 1, 1, ENGLISH),
        ("risks:\n- {id: R-1, title: Late, cause：rain}\n", 2, 26, ENGLISH),
        ("risks:\n- id: R-2\n  title:\u00a0Late\n  cause: x\n", 3, 9, SPACE),
        ("risks:\n- id: R-2\n  title:Late\n  cause: x\n", 3, 9, SPACE),
        ("risks:\n-id: R-2\n title: Late\n", 2, 1, "write a space behind the dash: `- key: value`"),
        ("risks:\n- id: R-2\n   title: Late\n", 3, 4, COLUMN),
        ("risks:\n- id: R-2\n  title: Late\n cause: y\n", 4, 2, COLUMN),
        (
            "risks:\n- id: R-2\n  title: Late\n  tags: [#5, x]\n  cause: y\n",
            4,
            10,
            "`#5` is a comment to YAML, and hides the rest of the line: quote it",
        ),
        (
            "risks:\n- {id: R-2, title: Late\n- {id: R-3, title: Other}\n",
            2,
            3,
            "this bracket is not closed, or a text in it needs quotes",
        ),
        (
            "risks:\n- id: R-2\n  tags: [\"a #1\", 'b #2'\n  cause: y\n",
            3,
            9,
            "this bracket is not closed, or a text in it needs quotes",
        ),
        (
            'risks:\n- id: R-2\n  title: "Late\n  cause: y\n- id: R-3\n  title: "Other"\n',
            3,
            10,
            "the quote that begins here ends some lines below: is one missing before?",
        ),
        ("risks:\n\u3000- id: R-2\n", 2, 1, "begin the line with plain spaces"),
        ("risks:\n- id: R-1\n  title: Late\n - id: R-2\n   title: x\n", 4, 2, DASH),
        ("risks:\n- id: R-1\n  title: Late\n  - id: R-2\n    title: x\n", 4, 3, DASH),
        ("risks:\n- id: R-1\n  title: 'It's late'\n", 3, 13, QUOTES),
        ('risks:\n- id: R-1\n  title: "Late" delivery\n  cause: x\n', 3, 15, QUOTES),
        (
            "risks:\n<<<<<<< HEAD\n- {id: R-1, title: x}\n=======\n- {id: R-1, title: y}\n>>>>>>> b\n",
            2,
            1,
            "git could not merge these lines: keep one of the two sides, without the marks",
        ),
        (
            'risks:\n- id: R-1\n  title: "C:\\Users\\x"\n',
            3,
            15,
            "between double quotes write `\\\\` for a backslash, or use single quotes",
        ),
        ('risks:\n- {id: R-1, title: "x" cause: z}\n', 2, 24, COMMA),
        ("risks:\n- id: R-1\n\u00a0 title: x\n  cause: y\n", 3, 1, "begin the line with plain spaces"),
        ("risks\n- id: R-1\n  title: x\n", 1, 6, "write a colon behind it: `risks:`"),
        ("risks:\n• id: R-1\n  title: x\n", 2, 1, "begin an item with a hyphen and a space: `- `"),
        ("risks:\n-\tid: R-1\n  title: x\n", 2, 2, "write a space behind the dash, no tab"),
        ("risks:\n- id: R-1\n  title: x\n---\nrisks: []\n", 4, 1, "a file holds one document: delete this line"),
        (
            "risks:\n- id: R-2\n  title: Late: again\n",
            3,
            14,
            "quote a text that holds `: `, ` #` or begins with one of [ ] { } & * ! | > % @ `",
        ),
    ],
)
def test_a_mistake_is_told_where_it_is(read, text: str, line: int, column: int, hint: str):
    found = read(files={"acme/web/risks.yml": text})
    told = [p for p in found.located if p.severity == "error" and p.code != "DOS202"]
    assert [(p.line, p.column, p.hint) for p in told] == [(line, column, hint)]


def test_so_is_one_in_the_front_matter_of_a_record(read):
    text = "---\nid: REQ-1\npriority：must\n---\n# Search\n"
    (told,) = read(files={"acme/web/requirements/REQ-1.md": text}).located
    assert (told.line, told.column, told.hint) == (3, 9, ENGLISH)
