"""`dossier schema`: JSON Schemas with which an editor completes and checks record files while one types."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dossier.cli.new import shown
from dossier.cli.workspace import workspace
from dossier.load import load  # noqa: F401 - importing it declares every record type
from dossier.records.schema import schemas
from dossier.text.write import write_file, write_new_files

FOLDER = ".schema"
_FILES = {
    "client": ["content/*/client.yml", "content/*/client.yaml"],
    "project": ["content/*/*/project.yml", "content/*/*/project.yaml"],
    # A file that two schemas fit is held against both, so the settings files are taken out again.
    "records": [
        "content/*/*/**/*.yml",
        "content/*/*/**/*.yaml",
        "content/*/*/*.yml",
        "content/*/*/*.yaml",
        "!content/*/*/project.yml",
        "!content/*/*/project.yaml",
    ],
}


@click.command("schema")
@click.argument("directory", metavar="[DIR]", required=False, type=click.Path(path_type=Path, file_okay=False))
def command(directory: Path | None) -> None:
    """Write JSON Schemas for client.yml, project.yml and record files into DIR (.schema beside content/).

    VS Code's YAML extension is told of them in .vscode/settings.json when there is no such file; otherwise
    the lines to put there are printed. Run it again after an update.
    """
    root = workspace(Path.cwd()).root
    folder = directory or root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = {folder / f"{name}.schema.json": schema for name, schema in schemas().items()}
    for path, schema in written.items():
        write_file(path, json.dumps(schema, ensure_ascii=False, indent=1) + "\n")
    told = _tell_the_editor(root, folder)
    for path in written:
        click.echo(f"wrote {shown(path)}")
    click.echo(told)


def _tell_the_editor(root: Path, folder: Path) -> str:
    """Write settings where there are none; what to say of it."""
    full = folder.resolve()
    where = f"./{full.relative_to(root).as_posix()}" if full.is_relative_to(root) else full.as_uri()
    mapping = {"yaml.schemas": {f"{where}/{name}.schema.json": files for name, files in _FILES.items()}}
    lines = json.dumps(mapping, indent=2) + "\n"
    settings = root / ".vscode" / "settings.json"
    try:
        write_new_files({settings: lines})
    except FileExistsError:
        return f"\n{shown(settings)} is yours and was left as it is; put this into it:\n\n{lines}"
    return f"wrote {shown(settings)}"
