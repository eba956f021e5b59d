"""Print the rules a contract can use, or one rule's page.

Without RULE all rules are listed by section; with it, its settings, defaults, an example and what the example reads like in the contract.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from remit.cli.output import json_option, print_json, print_table

if TYPE_CHECKING:
    from remit.terms.catalogue import Catalogue
    from remit.terms.setting import Rule


@click.command("catalogue")
@click.argument("rule", required=False)
@click.option("--schema", is_flag=True, help="Print JSON Schema: of the whole terms, or of the rule's settings.")
@json_option
def catalogue(rule: str | None, schema: bool, as_json: bool) -> None:
    """Print the rules a contract can use, or the page of one RULE.

    \b
    remit catalogue
    remit catalogue "share on time"
    remit catalogue --schema > terms.schema.json
    """
    from remit.catalogue import standard_catalogue

    known = standard_catalogue()
    if rule is None:
        _print_all(known, schema, as_json)
        return
    found = [(section, one) for section, one in known if one.name == rule]
    if not found:
        _refuse(rule, known)
    section, one = found[0]
    if schema:
        print_json(_settings_schema(one))
    elif as_json:
        from remit.exchange.reference import rule_values

        print_json(rule_values(one, _prose(section, one, known)))
    else:
        from remit.exchange.reference import page

        click.echo(page(one, _prose(section, one, known)), nl=False)


def _print_all(known: Catalogue, schema: bool, as_json: bool) -> None:
    from remit.exchange.reference import rule_values, summary
    from remit.terms.document import SECTIONS

    if schema:
        from remit.terms.schema import json_schema

        print_json(json_schema(known))
    elif as_json:
        print_json([rule_values(one) for one in dict.fromkeys(one for _, one in known)])
    else:
        for number, rules in known.sections.items():
            click.echo(f"\n{number} {SECTIONS[number].capitalize()}")
            print_table([(f"  {name}", summary(one)) for name, one in sorted(rules.items())])
        click.echo('\nOne rule\'s page: remit catalogue "share on time"')


def _prose(section: int, rule: Rule, known: Catalogue) -> str | None:
    """What the rule's example reads like in a contract."""
    from remit.demo.specimen import PLACE, specimen
    from remit.terms.reader import read
    from remit.terms.words import Words

    if not rule.example:
        return None
    terms = read(specimen(section, rule.example), known)
    return rule.prose(terms.clause(f"{section}.{PLACE}"), Words(terms))


def _settings_schema(rule: Rule) -> dict[str, Any]:
    every = rule.every_setting
    return {
        "title": rule.name,
        "type": "object",
        "properties": {name: {**setting.kind.schema(), "title": setting.doc} for name, setting in every.items()},
        "required": [name for name, setting in every.items() if setting.required],
    }


def _refuse(rule: str, known: Catalogue) -> None:
    from difflib import get_close_matches

    names = sorted({one.name for _, one in known})
    near = get_close_matches(rule, names, n=1, cutoff=0.4)
    meant = f" the nearest is '{near[0]}';" if near else ""
    raise click.UsageError(f"there is no rule '{rule}';{meant} `remit catalogue` prints all of them.")


COMMAND = catalogue
