"""``isogloss infer``."""

import click

from isogloss.cli.first import wipe
from isogloss.cli.invocation import Invocation


@click.command()
@click.option("--site", required=True, metavar="SITE", help="Id or short name of the Webflow site.")
@click.option("--page-type", "page_types", multiple=True, metavar="SLUG", help="A ButterCMS page type to look at.")
@click.option("--collection", "collections", multiple=True, metavar="KEY", help="A ButterCMS collection to look at.")
@click.option(
    "--locale",
    "locales",
    multiple=True,
    default=("en",),
    show_default=True,
    metavar="SLUG",
    help="A locale of the ButterCMS account; content is looked at in the first.",
)
@click.option("--name", default="draft", show_default=True, help="Name of the mapping.")
@click.option("--webflow-url", metavar="URL", help="Where the Webflow API is, if not at the vendor's.")
@click.option("--butter-url", metavar="URL", help="Where the ButterCMS API is, if not at the vendor's.")
@click.make_pass_decorator(Invocation, ensure=True)
def infer(
    invocation: Invocation,
    *,
    site: str,
    page_types: tuple[str, ...],
    collections: tuple[str, ...],
    locales: tuple[str, ...],
    name: str,
    webflow_url: str | None,
    butter_url: str | None,
) -> None:
    """Propose a first mapping, for a person to correct.

    Asks a Webflow site for its collections and locales, and looks at the content of the ButterCMS page types and
    collections that are named: no call describes those. The mapping goes to standard output, with a comment where
    something was guessed. Tokens are taken from WEBFLOW_TOKEN and BUTTERCMS_READ_TOKEN. Sends reads only.

    \b
    isogloss infer --site acme --page-type article --collection authors > mappings/acme.yaml
    """
    from isogloss import api
    from isogloss.bridge import Collection, PageType, TokenName
    from isogloss.http.redact import Secret
    from isogloss.mapping.file.secrets import Settings

    look_up = Settings()
    token = look_up.secret("${WEBFLOW_TOKEN}", "infer")
    places: tuple[PageType | Collection, ...] = (*map(PageType, page_types), *map(Collection, collections))
    read_token: dict[TokenName, Secret] = (
        {"read_token": look_up.secret("${BUTTERCMS_READ_TOKEN}", "infer")} if places else {}
    )
    for secret in (token, *read_token.values()):
        invocation.redactor.learn(secret)
    left = api.Wish("webflow", "webflow", {"token": token}, webflow_url, site=site)
    right = api.Wish("butter", "buttercms", read_token, butter_url, places=places, locales=locales)
    made = api.infer(left, right, name=name)
    wipe()
    click.echo(made, nl=False)
