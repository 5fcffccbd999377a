"""Who is told of mappings that are run by the clock, as a person writes it, and what that means.

Decides the ways there are (a command, a webhook, a mail) and what each needs. Refuses to look up secrets: a receiver
has them by their references, and whoever tells looks them up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import Field

from isogloss.decide.noticing import EVERYTHING, What
from isogloss.errors import Problem
from isogloss.http.here import on_this_machine
from isogloss.mapping.file.strict import Strict, Text, Token
from isogloss.schedule.times import Times, problem_of, zone_of

Words = Annotated[list[Text], Field(min_length=1, max_length=100)]
Tls: TypeAlias = Literal["starttls", "tls", "none"]

PORTS: Final[Mapping[Tls, int]] = {"starttls": 587, "tls": 465, "none": 25}
_WAYS: Final = ("command", "webhook", "mail")
_ADDRESS: Final = re.compile(r"[^\s<>,;@]+@[^\s<>,;@]+")
_REFERENCE: Final = "${"


class CommandEntry(Strict):
    """A program that is given each message on its standard input, as JSON."""

    run: Words = Field(description="The program and its words, as [./tell.sh, --to, ops]; no shell reads them.")
    env: list[Text] = Field(
        default_factory=list, description="Variables of the service that it is given beside PATH, HOME and such."
    )


class WebhookEntry(Strict):
    """An address that each message is posted to, as JSON, signed."""

    url: Text = Field(description="The address, with https; or a reference to it, as ${HOOK_URL}.")
    secret: Token = Field(description="What messages are signed with, by reference, as ${HOOK_SECRET}.")


class MailEntry(Strict):
    """Mail by a server that takes it."""

    host: Text = Field(description="The mail server.")
    port: Annotated[int, Field(gt=0, le=65535)] | None = Field(
        None, description="Its port: 587, or 465 with tls: tls, 25 with tls: none."
    )
    tls: Tls = Field("starttls", description="How the way there is guarded: starttls, tls, or none on this machine.")
    user: Text | None = Field(None, description="Who signs in, if anybody has to.")
    password: Token | None = Field(None, description="The password, by reference, as ${SMTP_PASSWORD}.")
    sender: Text = Field(alias="from", description="The address that it comes from.")
    to: Words = Field(description="The addresses that it goes to.")


class ReceiverEntry(Strict):
    """Somebody who is told: by exactly one of command, webhook and mail."""

    command: CommandEntry | None = Field(None, description="A program that is run.")
    webhook: WebhookEntry | None = Field(None, description="An address that is posted to.")
    mail: MailEntry | None = Field(None, description="A mail that is sent.")
    about: Annotated[list[What], Field(min_length=1)] | None = Field(
        None, description="Of what: conflicts, approval, failure, recovery; all of them if nothing is said."
    )
    digest: Text | None = Field(
        None, description="When all since the last time is told in one message, as a cron expression; else at once."
    )
    zone: Text = Field("UTC", description="The time zone of digest.")


PARTS: Final[Mapping[str, type[Strict]]] = {"command": CommandEntry, "webhook": WebhookEntry, "mail": MailEntry}
"""The model of each way, by its key."""


@dataclass(frozen=True, slots=True)
class Command:
    """Run a program.

    folder: where it is run.
    env:    names of variables that it is given.
    """

    words: tuple[str, ...]
    folder: Path
    env: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Webhook:
    """Post to an address. Both may be, and the secret is, a reference."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Mail:
    """Send a mail; the password is a reference."""

    host: str
    port: int
    tls: Tls
    sender: str
    to: tuple[str, ...]
    user: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is told.

    folder: where files that references name are looked for.
    about:  of what.
    digest: when; None for at once.
    """

    name: str
    way: Command | Webhook | Mail
    folder: Path
    about: tuple[What, ...] = EVERYTHING
    digest: Times | None = None


def notify_problems(said: Mapping[str, ReceiverEntry]) -> Iterator[Problem]:
    """What is wrong with receivers beyond their shape."""
    for name, entry in said.items():
        at = f"notify.{name}"
        ways = [way for way in _WAYS if getattr(entry, way) is not None]
        if len(ways) != 1:
            found = "none of them is there" if not ways else f"{' and '.join(ways)} are there"
            yield Problem(at, f"exactly one of command, webhook and mail tells how; {found}")
        if entry.digest is not None and (why := problem_of(entry.digest)):
            yield Problem(f"{at}.digest", f"{entry.digest[:100]} {why}")
        if zone_of(entry.zone) is None:
            yield Problem(
                f"{at}.zone", f"there is no time zone {entry.zone} on this machine; write it as Europe/Berlin"
            )
        if entry.webhook is not None and (why := address_problem(entry.webhook.url)):
            yield Problem(f"{at}.webhook.url", why)
        if entry.mail is not None:
            yield from _mail_problems(f"{at}.mail", entry.mail)


def address_problem(url: str) -> str:
    """Why nothing is posted to an address; empty where it can be, or is a reference that is not looked up yet."""
    if _REFERENCE in url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "is not an address; write it as https://host/path"
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return "is not an address; write it as https://host/path, without a user"
    return "" if parts.scheme == "https" or on_this_machine(host) else "goes unencrypted; write it with https"


def _mail_problems(at: str, entry: MailEntry) -> Iterator[Problem]:
    for key, addresses in (("from", [entry.sender]), ("to", entry.to)):
        yield from (
            Problem(f"{at}.{key}", f"{each[:100]!r} is not an address of mail; write it as name@host")
            for each in addresses
            if not _ADDRESS.fullmatch(each)
        )
    if (entry.user is None) != (entry.password is None):
        yield Problem(at, "user and password belong together; one of them is there alone")
    if entry.tls == "none" and not on_this_machine(entry.host):
        yield Problem(f"{at}.tls", "mail would leave this machine unencrypted; write starttls or tls")


def receivers_of(said: Mapping[str, ReceiverEntry], folder: Path) -> dict[str, Receiver]:
    """The receivers that a project names, by their names; none of them has a problem."""
    return {name: _receiver(name, entry, folder) for name, entry in said.items()}


def by_command(line: str, folder: Path) -> Receiver:
    """The receiver that one line of words names.

    Raises: ValueError where its quotes do not match, or there is no word.
    """
    import shlex

    words = shlex.split(line)
    if not words:
        raise ValueError("no word")
    return Receiver("command", Command(tuple(words), folder), folder)


def _receiver(name: str, entry: ReceiverEntry, folder: Path) -> Receiver:
    digest = None if entry.digest is None else Times(entry.digest, entry.zone)
    return Receiver(name, _way(entry, folder), folder, tuple(entry.about or EVERYTHING), digest)


def _way(entry: ReceiverEntry, folder: Path) -> Command | Webhook | Mail:
    if entry.command is not None:
        return Command(tuple(entry.command.run), folder, tuple(entry.command.env))
    if entry.webhook is not None:
        return Webhook(entry.webhook.url, entry.webhook.secret)
    assert entry.mail is not None, "exactly one way is there"  # noqa: S101  # our own bug if not
    mail = entry.mail
    port = mail.port or PORTS[mail.tls]
    return Mail(mail.host, port, mail.tls, mail.sender, tuple(mail.to), mail.user, mail.password)
