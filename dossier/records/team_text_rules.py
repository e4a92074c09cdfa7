"""The rules about what is meant for the team in a text: marks that are not whole, comments, and keys within texts."""

from __future__ import annotations

from dossier.problems.rules import rule

rule(
    "DOS631",
    "error",
    """A block for the team is not whole: it begins in one text and ends in another, never ends, or overlaps code.

    Each text is read on its own: what stands between the two, such as the items of a list, would be published. In a
    Markdown file a block may go on from one heading to the next; one without an end would hide all that follows. A
    comment ends at the first `-->`, and that may be an arrow of a diagram: the rest of it would be published.

    Wrong:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: "It finds. <!-- team -->"
          - AC-2: They cannot do it by hand.
          - AC-3: "<!-- /team --> It is fast."

    Right:

        requirements:
        - id: REQ-1
          title: Search
          acceptance_criteria:
          - AC-1: It finds.
          - AC-3: It is fast.
          internal: They cannot do it by hand.
    """,
)
rule(
    "DOS632",
    "warning",
    """A comment is begun with `<!--` and never ended.

    Comments are not published, so the client sees nothing of what follows in the text.

    Wrong:

        risks:
        - {id: R-1, title: Late data, cause: "No tests. <!-- ask Anna The data comes from three offices."}

    Right:

        risks:
        - {id: R-1, title: Late data, cause: "No tests. <!-- ask Anna --> The data comes from three offices."}
    """,
)
rule(
    "DOS633",
    "error",
    """A line of a text begins with the key of a field for the team.

    Indented as deep as the lines above, `internal: …` is a part of their text, and the client would read it; so are
    `visibility: team`, which keeps nothing from her there, and other fields that are never published. In code it is
    code.

    Wrong:

        risks:
        - id: R-1
          title: Late data
          cause: |
            The data comes from three offices.
            internal: They do not talk to each other.

    Right:

        risks:
        - id: R-1
          title: Late data
          cause: |
            The data comes from three offices.
          internal: They do not talk to each other.
    """,
)
rule(
    "DOS635",
    "warning",
    """A comment stands in code, or behind a backslash.

    Comments are taken out everywhere, so that none is published by a slip in the marks of code; an example of HTML
    loses its own.

    Wrong:

        risks:
        - {id: R-1, title: Late data, cause: "The template lacks `<!-- banner -->`."}

    Right:

        risks:
        - {id: R-1, title: Late data, cause: "The template lacks `< !-- banner -->`."}
    """,
)
