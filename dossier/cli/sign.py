"""`dossier sign`: ask a client for a confirmation, and keep exactly what was confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.sound_records import refuse_errors, stakeholder_named
from dossier.cli.workspace import CouldNotRun, Workspace, dossier_named, workspace
from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, digest, signed_path
from dossier.dossier import Dossier
from dossier.problems.problem import near
from dossier.records.declare import Record
from dossier.records.sign_off import SignOff
from dossier.text.edit import with_fields
from dossier.text.layout import CannotEdit
from dossier.text.write import write_file
from dossier.text.yaml_text import Plain

DECISIONS = ("confirmed", "conditions", "rejected")


@click.group("sign")
def command() -> None:
    """Prepare a sign-off for the client, or record the answer."""


@command.command("request")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("sign_off_id", metavar="ID")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The day by which it is needed.")
@as_of_option
def request(project: str, sign_off_id: str, due: object, as_of: date) -> None:
    """Mark a sign-off as requested today and print what the client is asked to confirm."""
    place, dossier, sign_off = _sign_off(project, sign_off_id)
    if sign_off.decision:
        raise CouldNotRun(f"{sign_off.id} was already answered: {sign_off.decision} on {sign_off.decided_on}")
    seen = published(dossier)
    records = covered(seen, sign_off)
    if not records:
        raise CouldNotRun(f"{sign_off.id} covers nothing that the client can see")
    needed_by = str(due)[:10] if due else str(sign_off.due or "")
    if needed_by and needed_by < as_of.isoformat():
        raise CouldNotRun(f"{sign_off.id} would be due on {needed_by}, in the past; give a later day with --due")
    fields: dict[str, str] = {"requested_on": Plain(as_of.isoformat())}
    if due is not None:
        fields["due"] = Plain(str(due)[:10])
    _write(place, sign_off, fields)
    signer = dossier.find(sign_off.signer)
    click.echo(f"{sign_off.id} {sign_off.title}")
    click.echo(f"to be confirmed by {signer.title if signer else sign_off.signer}, requested on {as_of.isoformat()}")
    for record in records:
        click.echo(f"  {record.id}  {record.title}")
    click.echo(f"{_count(records)}; digest {digest(canonical(seen, records))}")


@command.command("record")
@click.argument("project", metavar="CLIENT/PROJECT")
@click.argument("sign_off_id", metavar="ID")
@click.option("--decision", type=click.Choice(DECISIONS), required=True)
@click.option("--by", "by", required=True, metavar="PERSON", help="The id of who decided; one of the client's signers.")
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When; today (--as-of) if left out."
)
@click.option("--conditions", default="", metavar="TEXT", help="The conditions, or why it was rejected.")
@click.option("--again", is_flag=True, help="Replace an earlier answer, as when the client confirms what has changed.")
@as_of_option
def record(
    project: str,
    sign_off_id: str,
    decision: str,
    by: str,
    on: object,
    conditions: str,
    again: bool,
    as_of: date,
) -> None:
    """Record the client's answer with the digest of exactly what it covers.

    The canonical text that the digest is of goes beside the record as ID.signed.json; `sha256sum` of it is
    the digest.
    """
    place, dossier, sign_off = _sign_off(project, sign_off_id)
    if sign_off.decision and not again:
        raise CouldNotRun(f"{sign_off.id} was answered on {sign_off.decided_on}; --again records a new answer")
    if decision != "confirmed" and not conditions:
        raise CouldNotRun("--conditions is needed: the conditions, or why it was rejected")
    decided_on = str(on)[:10] if on else as_of.isoformat()
    if decided_on > as_of.isoformat():
        raise CouldNotRun(f"{decided_on} is after {as_of.isoformat()}; what was not yet given cannot be recorded")
    _refuse_stranger(dossier, sign_off, by)
    seen = published(dossier)
    records = covered(seen, sign_off)
    if not records:
        raise CouldNotRun(f"{sign_off.id} covers nothing that the client can see")
    form = canonical(seen, records)
    fields = {
        "decision": decision,
        "decided_by": by,
        "decided_on": Plain(decided_on),
        "digest": digest(form),
        # An earlier answer's conditions do not stand beside a new one without any.
        **({"conditions": conditions} if conditions or sign_off.conditions else {}),
    }
    changed = _edited(place, sign_off, fields)
    write_file(place.content / signed_path(sign_off), form)
    write_file(place.content / sign_off.place.path, changed)
    click.echo(f"{sign_off.id} {sign_off.title}: {decision} by {by} on {fields['decided_on']}")
    click.echo(f"{_count(records)}, {fields['digest']}")
    click.echo(f"written: {place.prefix}{sign_off.place.path}, {place.prefix}{signed_path(sign_off)}")


def _sign_off(project: str, identifier: str) -> tuple[Workspace, Dossier, SignOff]:
    """The sign-off of a project whose records have no errors. Raises CouldNotRun."""
    place = workspace(Path())
    _, portfolio, problems = place.read()
    dossier = dossier_named(portfolio, project)
    found = dossier.find(identifier)
    if not isinstance(found, SignOff):
        known = [each.id for each in dossier.of(SignOff)]
        raise CouldNotRun(f"there is no sign-off `{identifier}` in {project}. {near(identifier, known)}".strip())
    refuse_errors(dossier, portfolio, problems, "signed")
    return place, dossier, found


def _refuse_stranger(dossier: Dossier, sign_off: SignOff, by: str) -> None:
    """Only somebody whom client.yml names as a signer may decide. Raises CouldNotRun."""
    signers = dossier.client.signers
    person = stakeholder_named(dossier, by)
    if by not in signers:
        raise CouldNotRun(
            f"{person.title} may not sign for {dossier.client.title}; signers: {', '.join(signers) or 'none'}"
        )
    if by != sign_off.signer:
        click.echo(f"note: {sign_off.id} was to be confirmed by {sign_off.signer}", err=True)


def _edited(place: Workspace, sign_off: SignOff, fields: dict[str, str]) -> str:
    path = place.content / sign_off.place.path
    keyed = {sign_off.keys.get(name, name): value for name, value in fields.items()}
    try:
        return with_fields(path.read_bytes().decode("utf-8"), sign_off.place, keyed)
    except CannotEdit as error:
        raise CouldNotRun(f"{place.prefix}{sign_off.place.path}: {error}") from error


def _count(records: Sequence[Record]) -> str:
    return "1 record" if len(records) == 1 else f"{len(records)} records"


def _write(place: Workspace, sign_off: SignOff, fields: dict[str, str]) -> None:
    write_file(place.content / sign_off.place.path, _edited(place, sign_off, fields))
