"""Cells that no column of a table holds are told where they stand."""

from __future__ import annotations


def test_cells_are_told_in_the_line_they_stand_in(found):
    """
    risks:
    - id: R-1
      title: Late delivery
      owner: anna
      cause: |
        Who is late:

        | Supplier | Promised |
        |----------|----------|
        | Nord     | May      |
        | Sued     | May | June |
    """
    assert found.codes == ["DOS117"]
    (problem,) = found.located
    assert problem.message == "no column of the table holds `June`"
    assert (problem.line, problem.text[problem.column - 1 : problem.end_column - 1]) == (11, "June")


def test_marks_for_the_team_around_a_row_are_no_cells(found):
    """
    risks:
    - id: R-1
      title: Late delivery
      owner: anna
      cause: |
        | Supplier | Promised |
        |----------|----------|
        | Nord     | May      |
        <!-- team -->| Sued | May |<!-- /team -->
    """
    assert found.codes == []
