"""`dossier explain`: what a code means, why the rule is there, and an example of wrong and right."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages

import click

from dossier.cli.workspace import CouldNotRun
from dossier.problems.problem import near
from dossier.problems.rules import RULES, Rule

_CHAPTERS = {
    "1": "Text and YAML",
    "2": "Fields",
    "3": "One record",
    "4": "References",
    "5": "Plan and money",
    "6": "Sign-off and what a client may see",
    "7": "History and review",
    "8": "Import and export",
    "9": "Site",
}


@click.command("explain")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """Explain the rule behind a CODE such as DOS310; without one, list every code."""
    rules = all_rules()
    if code is None:
        click.echo("\n".join(_listed(rules)))
        return
    known = code.upper() if code.upper().startswith("DOS") else f"DOS{code}"
    if known not in rules:
        hint = near(known, rules)
        raise CouldNotRun(f"there is no code `{code}`{f'; {hint}' if hint else ''}")
    click.echo(explained(rules[known]))


def all_rules() -> dict[str, Rule]:
    """Every rule of the product by its code, in order; the modules that hold them are all imported for it."""
    for layer in ("text", "records", "checks", "compute", "views", "render", "exchange"):
        package = import_module(f"dossier.{layer}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    import_module("dossier.load")
    return dict(sorted(RULES.items()))


def explained(rule: Rule) -> str:
    """The rule as text: code, severity, rule, reason, and the wrong and the right example."""
    parts = [f"{rule.code} ({rule.severity}): {rule.title}"]
    if rule.reason:
        parts.append(rule.reason)
    for name, example in (("Wrong", rule.wrong), ("Right", rule.right)):
        if example:
            parts.append(f"{name}:\n\n" + "\n".join(f"    {line}".rstrip() for line in example.rstrip().split("\n")))
    return "\n\n".join(parts)


def _listed(rules: dict[str, Rule]) -> list[str]:
    lines: list[str] = []
    chapter = ""
    for code, rule in rules.items():
        if code[3] != chapter:
            chapter = code[3]
            lines += [*([""] if lines else []), _CHAPTERS.get(chapter, "Others")]
        lines.append(f"  {code}  {rule.severity:<7}  {rule.title}")
    return lines
