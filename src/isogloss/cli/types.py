"""``isogloss types``."""

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The whole table as JSON, with what cannot be done.")
def types(as_json: bool) -> None:
    """What each type becomes in a field of another: exact, normalized, approximated or impossible."""
    from isogloss.cli.output import console, emit_json
    from isogloss.mapping.types.conversions import FORMS, TABLE, grade
    from isogloss.model.schema import FIELD_TYPES
    from isogloss.report.types import render_types

    if as_json:
        emit_json({"types": {type_: {form: grade(type_, form) for form in FORMS} for type_ in FIELD_TYPES}})
    else:
        render_types({pair: (made.grade, made.lost) for pair, made in TABLE.items()}, console())
