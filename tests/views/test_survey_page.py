"""The result of a survey tells as many people as answered, whoever may be named."""

from __future__ import annotations

import pytest

from dossier.views.blocks import Cards
from tests.views.sites import client_file, site_of

PEOPLE = "[{id: anna, title: Anna, side: client}, {id: ben, title: Ben, side: client, visibility: team}]"


@pytest.mark.parametrize(
    ("first", "second", "people"),
    [
        ("{by: anna, score: 5}", "{by: anna, score: 5}", "1"),
        ("{by: anna, score: 5}, {by: ben, score: 1}", "{by: anna, score: 3}", "2"),  # Ben has no name for the client
        ("{score: 5}, {score: 1}, {score: 2}", "{score: 3}", "3"),
    ],
)
def test_people_without_a_name_are_counted_as_their_scores_are(first: str, second: str, people: str):
    questions = f"[{{id: Q-1, text: Good?, answers: [{first}]}}, {{id: Q-2, text: In time?, answers: [{second}]}}]"
    made = site_of(
        {
            "acme/client.yml": client_file("Acme", people=PEOPLE),
            "acme/web/project.yml": "title: Web\n",
            "acme/web/surveys.yml": f"surveys:\n- {{id: SUR-1, title: Live, status: closed, questions: {questions}}}\n",
        }
    )
    page = next(entry.make() for entry in made.pages() if entry.url == "web/survey/" and entry.make)
    (cards,) = (block for block in page.blocks if isinstance(block, Cards))
    assert cards.cards[1].value == people
