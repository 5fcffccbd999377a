"""``isogloss types``: what a value becomes in a field of another type.

Decides what shares a line: forms of one type that keep the same. What is not listed cannot be done.
"""

import click


@click.command()
@click.argument("kind", metavar="[TYPE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="The whole table as JSON, with what cannot be done.")
def types(kind: str | None, as_json: bool) -> None:
    """What each type becomes in a field of another: exact, normalized, approximated or impossible.

    With the name of a type, that one alone: what it can be held as, and what can be held as it.

    \b
    isogloss types
    isogloss types rich_text
    """
    from isogloss.cli.output import console, emit_json
    from isogloss.errors import UsageError
    from isogloss.mapping.names.nearest import nearest
    from isogloss.mapping.types.conversions import FORMS, TABLE, grade
    from isogloss.model.schema import FIELD_TYPES
    from isogloss.report.drawing import Pen

    named = list(dict.fromkeys((*FIELD_TYPES, *FORMS)))
    if kind is not None and kind not in named:
        hint = nearest(kind, named) or f"; there is {', '.join(named)}"
        raise UsageError(f'there is no type "{kind}"{hint}')
    if as_json:
        told = {
            type_: {form: grade(type_, form) for form in FORMS if kind in (None, type_, form)} for type_ in FIELD_TYPES
        }
        emit_json({"types": {type_: forms for type_, forms in told.items() if forms}})
        return
    found: dict[tuple[str, str, str], list[str]] = {}
    for (type_, form), made in TABLE.items():
        if kind in (None, type_, form):
            found.setdefault((type_, made.grade, made.lost), []).append(form)
    pen = Pen(console())
    pen.title("A field of a type, held as another type on a side (as: …), keeps:")
    pen.line()
    rows = sorted((type_, ", ".join(forms), grade, lost) for (type_, grade, lost), forms in found.items())
    pen.table(("type", "held as", "keeps", "what is lost"), rows)
    pen.line()
    pen.line("Held as itself, every type is exact. What is not listed is impossible, and refused in a mapping.")
