"""The ways by which a message leaves: a program, an address that is posted to, a mail.

Decides that one try takes bounded time and never raises: what went wrong comes back as a sentence. Nothing that a
program, a server or an address says is told on, since it may hold what nobody should see.

Source: webhooks are signed as Standard Webhooks 1.0 has it, for which receivers find a library in most languages
(https://www.standardwebhooks.com, seen 2026-11).
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import signal
import smtplib
import ssl
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final, TypeAlias

from isogloss.errors import ConfigError
from isogloss.http.post import post
from isogloss.http.redact import Redactor, Secret
from isogloss.mapping.file.secrets import Settings
from isogloss.mapping.project.notifying import Command, Mail, Receiver, Webhook, address_problem
from isogloss.notify.words import Message

SECONDS: Final = 10.0
"""How long one try may wait for a server, at each step."""
RUNS: Final = 30.0
"""How long a program may take."""
_PREFIX: Final = "whsec_"
_GIVEN: Final = ("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR")
"""Variables that a program is given anyhow; never one that holds a token."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a try.

    why:   what went wrong; empty where nothing did.
    taken: it is not to be sent again.
    """

    why: str = ""
    taken: bool = True


Send: TypeAlias = Callable[[Message], Came]
"""Sends a message once."""


def way_of(receiver: Receiver, redactor: Redactor, environ: Mapping[str, str] | None = None) -> Send:
    """How a receiver is told, its secrets looked up; the redactor learns them.

    Raises: ConfigError where one is missing.
    """
    environ = os.environ if environ is None else environ
    settings, at = Settings(environ, receiver.folder), f"notify.{receiver.name}"

    def looked_up(text: str, setting: str) -> Secret:
        found = settings.secret(text, f"{at}.{setting}")
        redactor.learn(found)
        return found

    match receiver.way:
        case Command() as command:
            return lambda message: run(command, message, environ)
        case Webhook(url, secret):
            target = looked_up(url, "webhook.url") if "${" in url else Secret(url)
            if why := address_problem(target.reveal()):
                raise ConfigError(f"{at}.webhook.url {why}")
            key = _key(looked_up(secret, "webhook.secret"), f"{at}.webhook.secret")
            return lambda message: call(target, key, message)
        case Mail() as mail:
            password = None if mail.password is None else looked_up(mail.password, "mail.password")
            return lambda message: write(mail, password, message)


def signature(key: bytes, name: str, timestamp: int, body: bytes) -> str:
    """What signs a message that is posted.

    name:      the id of the message.
    timestamp: seconds since 1970.
    """
    made = hmac.digest(key, f"{name}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(made).decode()}"


def _key(secret: Secret, setting: str) -> bytes:
    """The key in a secret: what it is in Base64 where it begins as the standard has it, else its own letters."""
    text = secret.reveal()
    if not text.startswith(_PREFIX):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        raise ConfigError(f"{setting} begins with {_PREFIX}, and the rest is not Base64; copy it again") from None


def call(url: Secret, key: bytes, message: Message) -> Came:
    """Post a message, signed."""
    body, now = _json(message), int(message.sent.timestamp())
    headers = {
        "webhook-id": message.id,
        "webhook-timestamp": str(now),
        "webhook-signature": signature(key, message.id, now, body),
    }
    why = post(url.reveal(), body, headers, SECONDS)
    return Came(why, taken=not why)


def run(command: Command, message: Message, environ: Mapping[str, str], seconds: float = RUNS) -> Came:
    """Give a message to a program."""
    given = {name: environ[name] for name in (*_GIVEN, *command.env) if name in environ}
    quiet = subprocess.DEVNULL
    try:
        with subprocess.Popen(  # noqa: S603  # whoever writes the project says what is run
            command.words,
            cwd=command.folder,
            env=given,
            stdin=subprocess.PIPE,
            stdout=quiet,
            stderr=quiet,
            start_new_session=True,
        ) as process:
            try:
                process.communicate(_json(message), timeout=seconds)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)  # what it started goes with it
                return Came(f"it did not end within {seconds:g} s", taken=False)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name makes no sense"
        return Came(f"it cannot be run ({why})", taken=False)
    return Came() if process.returncode == 0 else Came(f"it ended with {process.returncode}", taken=False)


def write(mail: Mail, password: Secret | None, message: Message) -> Came:
    """Send a message as a mail."""
    try:
        with _server(mail) as server:
            if mail.user is not None and password is not None:
                server.login(mail.user, password.reveal())
            refused = server.send_message(_letter(mail, message), mail.sender, mail.to)
    except smtplib.SMTPAuthenticationError:
        return Came("the mail server does not take user and password", taken=False)
    except (smtplib.SMTPException, OSError) as error:
        return Came(f"the mail was not taken ({type(error).__name__})", taken=False)
    if refused:  # the others have it, and would get it again
        return Came(f"the mail server did not take {len(refused)} of {len(mail.to)} addresses")
    return Came()


def _server(mail: Mail) -> smtplib.SMTP:
    if mail.tls == "tls":
        return smtplib.SMTP_SSL(mail.host, mail.port, timeout=SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(mail.host, mail.port, timeout=SECONDS)
    try:
        if mail.tls == "starttls":
            server.starttls(context=ssl.create_default_context())
    except BaseException:
        server.close()
        raise
    return server


def _letter(mail: Mail, message: Message) -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"] = mail.sender, ", ".join(mail.to)
    letter["Subject"] = message.subject
    letter["Date"] = format_datetime(message.sent)
    letter["Message-ID"] = f"<{message.id}@isogloss.invalid>"  # the same when it is sent again
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(message.text + "\n")
    return letter


def _json(message: Message) -> bytes:
    return json.dumps(message.data(), ensure_ascii=False).encode()
