"""``isogloss schema``."""

import click


@click.command()
@click.argument("what", type=click.Choice(["mapping", "plan", "project", "report"]))
def schema(what: str) -> None:
    """Print the JSON Schema of mappings, plans, projects or reports, for editors and other programs.

    \b
    isogloss schema mapping > mapping.schema.json
    """
    from isogloss.cli.output import emit_json

    if what == "mapping":
        from isogloss import api

        emit_json(api.mapping_schema())
    elif what == "plan":
        from isogloss.plan.schema import plan_schema

        emit_json(plan_schema())
    elif what == "project":
        from isogloss.mapping.project.document import project_schema_json

        emit_json(project_schema_json())
    else:
        from isogloss.report.json import report_schema

        emit_json(report_schema())
