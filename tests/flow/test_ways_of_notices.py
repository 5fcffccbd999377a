"""How a message leaves: what is sent, to whom, and that what goes wrong comes back as a sentence in bounded time."""

from __future__ import annotations

import base64
import json
import shutil
import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mail_server import mail_server
from posted import posting

from isogloss.decide.noticing import Notice
from isogloss.errors import ConfigError
from isogloss.http.redact import Redactor, Secret
from isogloss.mapping.project.notifying import Command, Mail, Receiver, Webhook
from isogloss.notify import ways
from isogloss.notify.ways import Came, run, signature, way_of, write
from isogloss.notify.words import Message

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
NOTICE = Notice("acme", "failure", NOW, {"outcome": "failed", "exit": 3, "run": "20261101-120000-abcd"})
MESSAGE = Message("0123", NOW, [NOTICE])
SECRET = "whsec_" + base64.b64encode(b"a key that nobody guesses").decode()


def send(way: Command | Webhook | Mail, folder: Path = Path(), **environ: str) -> Came:
    return way_of(Receiver("team", way, folder), Redactor(), environ)(MESSAGE)


def test_a_signature_is_that_of_the_standards_own_example() -> None:
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("secret", [SECRET, "plain words"])
def test_a_webhook_is_posted_signed_with_a_time(secret: str) -> None:
    key = b"plain words" if secret == "plain words" else b"a key that nobody guesses"
    with posting() as server:
        assert send(Webhook(server.address + "/in?x=1", "${S}"), S=secret) == Came()
    ((headers, body),) = server.got
    assert json.loads(body) == MESSAGE.data()
    assert headers["content-type"] == "application/json"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("0123", str(int(NOW.timestamp())))
    assert headers["webhook-signature"] == signature(key, "0123", int(NOW.timestamp()), body)
    assert secret not in str(server.got)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_webhook_that_is_not_taken_is_told_and_no_redirect_is_followed(status: int) -> None:
    with posting() as elsewhere, posting() as server:
        server.answers, server.headers = status, {"location": elsewhere.address}
        assert send(Webhook(server.address, "${S}"), S="s") == Came(f"it answered {status}", taken=False)
    assert elsewhere.got == []


def test_a_webhook_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "SECONDS", 0.2)
    with posting() as server:
        server.waits = threading.Event()
        assert send(Webhook(server.address, "${S}"), S="s") == Came("it did not answer within 0.2 s", taken=False)
        server.waits.set()
    assert send(Webhook(server.address, "${S}"), S="s") == Came("it cannot be reached (ConnectError)", taken=False)


def test_an_address_may_be_a_secret_and_must_still_be_one_that_is_guarded() -> None:
    with posting() as server:
        assert send(Webhook("${URL}", "${S}"), S="s", URL=server.address) == Came()
    with pytest.raises(ConfigError, match=r"notify\.team\.webhook.url goes unencrypted") as error:
        send(Webhook("${URL}", "${S}"), S="s", URL="http://hooks.example/secret-path")
    assert "secret-path" not in str(error.value)
    with pytest.raises(ConfigError, match=r"notify\.team\.webhook.secret needs the environment variable S"):
        send(Webhook("${URL}", "${S}"), URL="https://hooks.example/")
    with pytest.raises(ConfigError, match="the rest is not Base64"):
        send(Webhook("https://hooks.example/", "${S}"), S="whsec_not base64")


def program(text: str) -> Command:
    return Command((sys.executable, "-c", text), Path(), ("GIVEN",))


def test_a_command_gets_the_message_and_no_variable_that_was_not_named(tmp_path: Path) -> None:
    text = "import json, os, sys; json.dump([json.load(sys.stdin), dict(os.environ)], open('got', 'w'))"
    command = Command((sys.executable, "-c", text), tmp_path, ("GIVEN",))
    environ = {"PATH": "/bin", "GIVEN": "yes", "WEBFLOW_TOKEN": "canary-token"}
    assert run(command, MESSAGE, environ) == Came()
    message, variables = json.loads((tmp_path / "got").read_text())
    assert message == MESSAGE.data()
    assert (variables["GIVEN"], variables["PATH"]) == ("yes", "/bin")
    assert "canary-token" not in str(variables)


def test_a_command_that_fails_reads_nothing_or_is_not_there_is_told() -> None:
    assert run(program("raise SystemExit(3)"), MESSAGE, {}) == Came("it ended with 3", taken=False)
    assert run(program("pass"), Message("0", NOW, [NOTICE] * 5000), {}) == Came()
    assert run(Command(("./not-there",), Path()), MESSAGE, {}) == Came(
        "it cannot be run (No such file or directory)", taken=False
    )


def test_a_command_that_does_not_end_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    text = (
        "import subprocess, sys, time\n"
        "subprocess.Popen([sys.executable, '-c', \"import time; time.sleep(2); open('left', 'w')\"])\n"
        "open('began', 'w'); time.sleep(60)"
    )
    began = time.monotonic()
    came = run(Command((sys.executable, "-c", text), tmp_path), MESSAGE, {}, seconds=1.5)
    assert came == Came("it did not end within 1.5 s", taken=False)
    assert time.monotonic() - began < 30
    time.sleep(2.5)
    assert not (tmp_path / "left").exists()


def mail(port: int, **more: object) -> Mail:
    told = {"tls": "none", "sender": "isogloss@acme.example", "to": ("ann@acme.example", "bob@acme.example"), **more}
    return Mail("127.0.0.1", port, **told)  # type: ignore[arg-type]  # its fields


def test_a_mail_says_what_there_is_in_plain_words() -> None:
    with mail_server() as box:
        assert send(mail(box.port)) == Came()
    (letter,) = box.letters
    assert box.to == [["ann@acme.example", "bob@acme.example"]]
    assert (letter["from"], letter["to"]) == ("isogloss@acme.example", "ann@acme.example, bob@acme.example")
    assert letter["subject"] == "Isogloss: failure (acme)"
    assert letter["auto-submitted"] == "auto-generated"
    assert letter["message-id"] == "<0123@isogloss.invalid>"
    assert letter.get_content().strip() == MESSAGE.text


def test_a_password_is_for_the_server_alone() -> None:
    with mail_server() as box:
        box.takes = ("ann", "a password")
        way = mail(box.port, user="ann", password="${P}")
        assert send(way, P="a password") == Came()
        assert send(way, P="another") == Came("the mail server does not take user and password", taken=False)
    assert box.signed[0] == ("ann", "a password")
    assert len(box.letters) == 1


def test_a_server_that_offers_no_encryption_gets_neither_password_nor_mail() -> None:
    with mail_server() as box:
        way = mail(box.port, tls="starttls", user="ann", password="${P}")
        assert send(way, P="a password") == Came("the mail was not taken (SMTPNotSupportedError)", taken=False)
    assert (box.signed, box.letters) == ([], [])


def test_an_address_that_is_not_taken_is_told_and_the_others_do_not_get_it_twice() -> None:
    with mail_server() as box:
        box.refuses = {"bob@acme.example"}
        assert send(mail(box.port)) == Came("the mail server did not take 1 of 2 addresses")
        box.refuses.add("ann@acme.example")
        assert send(mail(box.port)) == Came("the mail was not taken (SMTPRecipientsRefused)", taken=False)
        box.broken = True
        assert send(mail(box.port)) == Came("the mail was not taken (SMTPSenderRefused)", taken=False)
    assert send(mail(box.port)) == Came("the mail was not taken (ConnectionRefusedError)", taken=False)


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_mail_goes_by_a_guarded_way_to_whom_somebody_vouches_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=here -keyout key -out cert"
    )
    command = ["openssl", *words.split(), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "cert", tmp_path / "key")
    with mail_server(tls) as box:
        way = mail(box.port, tls="starttls", user="ann", password="${P}")
        assert send(way, P="p") == Came("the mail was not taken (SSLCertVerificationError)", taken=False)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert"))
        assert send(way, P="p") == Came()
    assert (box.guarded, box.signed) == ([True], [("ann", "p")])


def test_a_secret_is_learnt_and_shown_nowhere() -> None:
    redactor = Redactor()
    way_of(
        Receiver("team", Webhook("https://hooks.example/${U}", "${S}"), Path()), redactor, {"S": "canary-1", "U": "u9"}
    )
    assert redactor.text("canary-1 https://hooks.example/u9") == "*** ***"
    assert "password" not in repr(write) + repr(Secret("password"))
