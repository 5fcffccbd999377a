"""``isogloss schema``."""

import click


@click.command()
@click.argument("what", type=click.Choice(["mapping", "plan", "project", "report", "findings", "readiness"]))
def schema(what: str) -> None:
    """Print the JSON Schema of mappings, plans, projects or reports, for editors and other programs.

    A report is of a plan, also one that was applied; what commands without a plan write, as check and verify do, is
    findings, and readiness has a shape of its own.

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
    elif what == "readiness":
        from isogloss.report.readiness import readiness_schema

        emit_json(readiness_schema())
    else:
        from isogloss.report.json import findings_schema, report_schema

        emit_json(report_schema() if what == "report" else findings_schema())
