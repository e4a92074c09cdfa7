"""Who refers to whom, seen from the record that is referred to."""

from __future__ import annotations

from dossier.compute.trace import trace


def test_every_kind_of_reference_leads_back(dossier):
    """
    requirements:
    - {id: REQ-1, title: Search}
    - {id: REQ-2, title: Find, parents: REQ-1, owner: anna}
    tasks:
    - id: T-1
      title: Build
      requirements: [REQ-1]
      tasks:
      - {id: T-2, title: Dig, after: [T-1 SS+2d]}
    change_requests:
    - {id: CR-1, title: More, touches: [REQ-1], steps: [{step: requested, on: 2026-03-02, by: anna}]}
    """
    found = trace(dossier)
    assert [(m.source.id, m.field) for m in found.to("REQ-1")] == [
        ("REQ-2", "parents"),
        ("T-1", "requirements"),
        ("CR-1", "touches"),
    ]
    assert [(m.source.id, m.field) for m in found.to("T-1")] == [("T-2", "parent"), ("T-2", "after")]
    assert [(m.source.id, m.field) for m in found.to("anna")] == [("REQ-2", "owner"), ("CR-1", "steps.by")]
    assert found.to("CR-1") == ()


def test_what_names_nothing_is_there_under_its_own_name(dossier):
    """
    requirements:
    - {id: REQ-1, title: Search, parents: [REQ-9, pilot/REQ-1]}
    """
    assert {name: len(each) for name, each in trace(dossier).by_target.items()} == {"REQ-9": 1, "pilot/REQ-1": 1}
