"""`dossier sign`: ask a client for a confirmation, and keep exactly what was confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import click

from dossier.cli.as_of import as_of_option
from dossier.cli.edits_alone import edits_alone
from dossier.cli.said import prose_said
from dossier.cli.sound_records import Open, opened, read_as_meant, stakeholder_named
from dossier.cli.workspace import CouldNotRun
from dossier.compute.projection import published
from dossier.compute.signature import canonical, covered, digest, signed_path
from dossier.dossier import Dossier
from dossier.problems.problem import near
from dossier.records.declare import Record, type_of
from dossier.records.kinds import Choice
from dossier.records.sign_off import SignOff
from dossier.records.values import Ref
from dossier.render.problems import visible
from dossier.text.edit import with_fields
from dossier.text.layout import CannotEdit
from dossier.text.team_text import public_text
from dossier.text.values import replace
from dossier.text.write import write_files
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
@edits_alone()
def request(project: str, sign_off_id: str, due: datetime | None, as_of: date) -> None:
    """Mark a sign-off as requested today and print what the client is asked to confirm."""
    read, sign_off = _sign_off(project, sign_off_id)
    if sign_off.decision:
        raise CouldNotRun(f"{sign_off.id} was already answered: {sign_off.decision} on {sign_off.decided_on}")
    seen = published(read.dossier)
    records = covered(seen, sign_off)
    if not records:
        raise CouldNotRun(f"{sign_off.id} covers nothing that the client can see")
    needed_by = due.date() if due else sign_off.due
    if needed_by and needed_by < as_of:
        raise CouldNotRun(f"{sign_off.id} would be due on {needed_by}, in the past; give a later day with --due")
    _write(read, sign_off, replace(sign_off, requested_on=as_of, due=needed_by), {})
    signer = read.dossier.find(sign_off.signer)
    click.echo(visible(f"{sign_off.id} {sign_off.title}"))
    confirmer = signer.title if signer else sign_off.signer
    click.echo(f"to be confirmed by {visible(confirmer)}, requested on {as_of.isoformat()}")
    for record in records:
        click.echo(visible(f"  {record.id}  {record.title}"))
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
@edits_alone()
def record(
    project: str,
    sign_off_id: str,
    decision: str,
    by: str,
    on: datetime | None,
    conditions: str,
    again: bool,
    as_of: date,
) -> None:
    """Record the client's answer with the digest of exactly what it covers.

    The canonical text that the digest is of goes beside the record as ID.signed.json; `sha256sum` of it is
    the digest.
    """
    read, sign_off = _sign_off(project, sign_off_id)
    if sign_off.decision and not again:
        raise CouldNotRun(f"{sign_off.id} was answered on {sign_off.decided_on}; --again records a new answer")
    words = prose_said(conditions)
    if decision != "confirmed" and not words:
        raise CouldNotRun("--conditions is needed: the conditions, or why it was rejected")
    if decision == "confirmed" and words:
        raise CouldNotRun("what is confirmed has no conditions; with conditions it is `--decision conditions`")
    if public_text(words) != words:
        raise CouldNotRun("the client would not see all of --conditions: `<!--` hides text; write it in other words")
    decided_on = on.date() if on else as_of
    if decided_on > as_of:
        raise CouldNotRun(f"{decided_on} is after {as_of}; what was not yet given cannot be recorded")
    _refuse_stranger(read.dossier, sign_off, by)
    seen = published(read.dossier)
    records = covered(seen, sign_off)
    if not records:
        raise CouldNotRun(f"{sign_off.id} covers nothing that the client can see")
    form = canonical(seen, records)
    answered = replace(
        sign_off,
        decision=decision,
        decided_by=Ref(by),
        decided_on=decided_on,
        conditions=words,  # an earlier answer's do not stand beside a new one without any
        digest=digest(form),
    )
    _write(read, sign_off, answered, {signed_path(sign_off): form})
    click.echo(visible(f"{sign_off.id} {sign_off.title}: {decision} by {by} on {decided_on}"))
    click.echo(f"{_count(records)}, {answered.digest}")
    paths = (f"{read.place.prefix}{path}" for path in (sign_off.place.path, signed_path(sign_off)))
    click.echo(visible(f"written: {', '.join(paths)}"))


def _sign_off(project: str, identifier: str) -> tuple[Open, SignOff]:
    """The sign-off of a project whose records have no errors. Raises CouldNotRun."""
    read = opened(project, "signed")
    found = read.dossier.by_id.get(identifier)
    if not isinstance(found, SignOff):
        known = [each.id for each in read.dossier.of(SignOff)]
        raise CouldNotRun(f"there is no sign-off `{identifier}` in {project}. {near(identifier, known)}".strip())
    return read, found


def _refuse_stranger(dossier: Dossier, sign_off: SignOff, by: str) -> None:
    """Only somebody whom client.yml names as a signer may decide. Raises CouldNotRun."""
    signers = dossier.client.signers
    person = stakeholder_named(dossier, by)
    if by not in signers:
        raise CouldNotRun(
            f"{person.title} may not sign for {dossier.client.title}; signers: {', '.join(signers) or 'none'}"
        )
    if by != sign_off.signer:
        click.echo(visible(f"note: {sign_off.id} was to be confirmed by {sign_off.signer}"), err=True)


def _write(read: Open, sign_off: SignOff, changed: SignOff, evidence: Mapping[str, str]) -> None:
    """Write what differs in the changed sign-off into its file, and the evidence, by path, into files of its own.

    Raises CouldNotRun, with nothing written, where it would not be read as it is meant.
    """
    path = sign_off.place.path
    try:
        text = (read.place.content / path).read_bytes().decode("utf-8")
        text = with_fields(text, sign_off.place, _differing(sign_off, changed))
    except CannotEdit as error:
        raise CouldNotRun(f"{read.place.prefix}{path}: {error}") from error
    texts = {**evidence, path: text}
    read_as_meant(read, texts, changed)
    write_files({read.place.content / name: content for name, content in texts.items()})


def _differing(before: SignOff, after: SignOff) -> dict[str, str]:
    """The fields of `after` that differ, by their author's keys, as they are written, in the author's language."""
    found: dict[str, str] = {}
    for field in type_of(after).fields.values():
        value = getattr(after, field.name)
        if value != getattr(before, field.name):
            in_chinese = field.kind.choices[value][1] if isinstance(field.kind, Choice) and before.is_chinese else value
            found[before.key_of(field.name)] = Plain(value) if isinstance(value, date) else in_chinese
    return found


def _count(records: Sequence[Record]) -> str:
    return "1 record" if len(records) == 1 else f"{len(records)} records"
