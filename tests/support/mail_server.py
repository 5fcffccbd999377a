"""A mail server of this machine that keeps what it is given, for tests."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage


@dataclass
class Mailbox:
    """What a server was given.

    refuses: addresses that it does not take.
    signed:  user and password of each who signed in; takes: the only ones that it lets in.
    guarded: whether each letter came by an encrypted way.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    signed: list[tuple[str, str]] = field(default_factory=list)
    takes: tuple[str, str] | None = None
    guarded: list[bool] = field(default_factory=list)
    broken: bool = False


class Talk(socketserver.StreamRequestHandler):
    """One connection: a method for each word that it knows."""

    server: Server

    def say(self, *lines: str) -> None:
        for line in lines:
            self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.to: list[str] = []
        self.say("220 ready")
        while line := self.rfile.readline().decode().strip():
            word, _, rest = line.partition(" ")
            if word.upper() == "QUIT":
                self.say("221 bye")
                return
            getattr(self, f"hear_{word.lower()}", self.hear_nothing)(rest)

    def finish(self) -> None:
        super().finish()
        self.request.close()

    @property
    def guarded(self) -> bool:
        return isinstance(self.request, ssl.SSLSocket)

    def hear_nothing(self, rest: str) -> None:
        self.say("250 so")

    def hear_ehlo(self, rest: str) -> None:
        more = "250-AUTH PLAIN" if self.guarded or self.server.tls is None else "250-STARTTLS"
        self.say("250-here", more, "250 8BITMIME")

    def hear_starttls(self, rest: str) -> None:
        self.say("220 go on")
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)

    def hear_auth(self, rest: str) -> None:
        box = self.server.box
        _, user, password = base64.b64decode(rest.split()[1]).decode().split("\0")
        box.signed.append((user, password))
        self.say("235 in" if box.takes in (None, (user, password)) else "535 not you")

    def hear_mail(self, rest: str) -> None:
        self.say("451 later" if self.server.box.broken else "250 so")

    def hear_rcpt(self, rest: str) -> None:
        address = rest.partition("<")[2].partition(">")[0]
        if address in self.server.box.refuses:
            self.say("550 not here")
        else:
            self.to.append(address)
            self.say("250 so")

    def hear_data(self, rest: str) -> None:
        self.say("354 go on")
        parts = []
        while (part := self.rfile.readline()) != b".\r\n":
            parts.append(part)
        box = self.server.box
        box.letters.append(message_from_bytes(b"".join(parts), policy=policy.default))
        box.to.append(self.to)
        box.guarded.append(self.guarded)
        self.to = []
        self.say("250 taken")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, box: Mailbox, tls: ssl.SSLContext | None) -> None:
        self.box, self.tls = box, tls
        super().__init__(("127.0.0.1", 0), Talk)

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up has hung up."""


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A server at work."""
    box = Mailbox()
    with Server(box, tls) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield box
        server.shutdown()
        thread.join(10)
