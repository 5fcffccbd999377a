"""``isogloss help``."""

import click


@click.command("help")
@click.argument("command", required=False)
@click.option("--man", is_flag=True, help="As a manual page, for man(1).")
@click.pass_context
def help_(context: click.Context, command: str | None, man: bool) -> None:
    """Show the help of the program, or of a command.

    \b
    isogloss help plan
    isogloss help plan --man | man -l -
    """
    from isogloss.cli.man import page

    above = context.parent
    assert above is not None, "help is a command of the program"  # noqa: S101  # our own bug if not
    if man and command is None:
        click.echo(page(), nl=False)
        return
    if command is None:
        click.echo(above.command.get_help(above))
        return
    group = above.command
    assert isinstance(group, click.Group), "the program has commands"  # noqa: S101  # our own bug if not
    _, found, _ = group.resolve_command(above, [command])
    assert found is not None, "what cannot be resolved was refused"  # noqa: S101  # our own bug if not
    if man:
        click.echo(page(command), nl=False)
        return
    click.echo(found.get_help(click.Context(found, above, command)))
