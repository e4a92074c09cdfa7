"""The rules about fields: what is told when the text of a record does not fit its declaration."""

from __future__ import annotations

from dossier.problems.rules import rule

_WRONG_RISK = "Wrong:\n\n    risks:\n    - id: R-1\n      title: Late delivery\n      {}\n\n"
_RIGHT_RISK = "Right:\n\n    risks:\n    - id: R-1\n      title: Late delivery\n      {}\n"


def _field_rule(code: str, text: str, wrong: str, right: str) -> None:
    rule(code, "error", f"{text}\n\n{_WRONG_RISK.format(wrong)}{_RIGHT_RISK.format(right)}")


_field_rule(
    "DOS201",
    "A field is not known for this type of record.\n\n"
    "A mistyped field would otherwise be lost without a word. Every field of a type is listed by `dossier schema`.",
    "probabilty: 4",
    "probability: 4",
)
_field_rule(
    "DOS203",
    "A date is not written as YYYY-MM-DD, or there is no such day.\n\n"
    "02/03/2026 is one day to one reader and another to the next.",
    "review_on: 2026-02-30",
    "review_on: 2026-02-28",
)
_field_rule(
    "DOS204",
    "A number, percentage, duration or amount cannot be read.\n\n"
    "What is computed from it (the plan, the budget) would be wrong without anybody noticing.",
    "probability: high",
    "probability: 4",
)
_field_rule(
    "DOS205",
    "A value is not one of those the field allows.\n\nLists, filters and sign-offs ask for these values.",
    "status: opn",
    "status: open",
)
_field_rule(
    "DOS206",
    "A value has the wrong shape: a list where one value belongs, or the other way round.\n\n"
    "It cannot be read without guessing what was meant.",
    "owner: [anna, tom]",
    "owner: anna",
)
rule(
    "DOS202",
    "error",
    """A field that a record cannot be without is missing.

    Without a number nothing can refer to a record, and without a title nobody recognises it.

    Wrong:

        risks:
        - id: R-1

    Right:

        risks:
        - id: R-1
          title: Late delivery
    """,
)
rule(
    "DOS207",
    "error",
    """A number (id) holds something other than letters, digits, `-`, `_` and `.`.

    Ids stand in addresses of pages, in file names and in prose, so they begin and end with a letter or digit and hold
    no spaces or slashes.

    Wrong:

        risks:
        - id: R 1/2
          title: Late delivery

    Right:

        risks:
        - id: R-1.2
          title: Late delivery
    """,
)
rule(
    "DOS208",
    "error",
    """A dependency cannot be read.

    It names a task, then how the two are tied (FS, SS, FF or SF; FS when nothing is said), then the lag.

    Wrong:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 1d}
        - {id: T-2, title: Build, owner: anna, duration: 1d, after: T-1 XX 2}

    Right:

        tasks:
        - {id: T-1, title: Dig, owner: anna, duration: 1d}
        - {id: T-2, title: Build, owner: anna, duration: 1d, after: T-1 FS+2d}
    """,
)
rule(
    "DOS210",
    "error",
    """An acceptance criterion has no number of its own.

    A client accepts or rejects one criterion at a time, so each needs a number that can be named.

    Wrong:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - Results come in one second

    Right:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: Results come in one second
    """,
)
rule(
    "DOS212",
    "warning",
    """A heading in a Markdown record is nearly that of a field.

    The text under it is shown with the record's main text, where it probably does not belong.
    """,
)
rule(
    "DOS213",
    "error",
    """A line of a Markdown record names a field that is for the team, and is not the heading of that field.

    A field begins with a heading of the second level at the beginning of a line: `## Internal`. Under any other heading,
    or a line that looks like one (`### Internal`, `**Internal**`), text belongs to the record's main text, and the
    client would read what was meant for the team.
    """,
)
rule(
    "DOS211",
    "error",
    """A top-level key names no type of record.

    A YAML file lists records under the name of their type: `risks:`, `tasks:`, `需求:`.

    Wrong:

        riks:
        - {id: R-1, title: Late delivery}

    Right:

        risks:
        - {id: R-1, title: Late delivery}
    """,
)
rule(
    "DOS214",
    "warning",
    """A heading that is no field follows what is for the team in a Markdown record.

    A field goes on to the next heading of the second level. What stands under one that names no field belongs to the
    record's main text, and the client reads it.
    """,
)
