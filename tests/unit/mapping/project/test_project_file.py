"""The project file: what it says of each mapping, and every problem with its line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from isogloss.decide.approving import ALWAYS, Bounds
from isogloss.errors import ConfigError, MappingError
from isogloss.mapping.project.notifying import Command, Mail, Receiver, Webhook
from isogloss.mapping.project.reading import Said, is_mapping, read_file, read_project
from isogloss.plan.limits import Count
from isogloss.schedule.times import Times

PROJECT = """\
isogloss: 1
defaults:
  zone: Europe/Berlin
mappings:
  acme:
    file: mappings/acme.yaml
  beta:
    file: /srv/beta.yaml
    schedule: "0 6 * * MON-FRI"
    zone: America/New_York
    lane: shop
"""
PATH = Path("site/isogloss.yaml")


def problems(text: str) -> list[str]:
    with pytest.raises(MappingError) as error:
        read_project(text, PATH)
    assert str(PATH) in str(error.value)
    return [str(problem) for problem in error.value.problems]


def test_a_mapping_takes_what_it_does_not_say_from_the_defaults() -> None:
    assert read_project(PROJECT, PATH) == (
        Said("acme", Path("site/mappings/acme.yaml"), "*/15 * * * *", "Europe/Berlin", "default"),
        Said("beta", Path("/srv/beta.yaml"), "0 6 * * MON-FRI", "America/New_York", "shop"),
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "zone: Europe/Berlin",
            "zone: Berlin",
            "defaults.zone: there is no time zone Berlin on this machine; write it",
        ),
        ("0 6 * * MON-FRI", "0 6 * *", "mappings.beta.schedule: 0 6 * * is no schedule: it has not five fields; write"),
        ("lane: shop", "lanes: shop", "mappings.beta.lanes: unknown key; did you mean lane? (line 11)"),
        ("defaults:", "default:", "default: unknown key; did you mean defaults? (line 3)"),
        ("    file: mappings/acme.yaml", "    lane: shop", "mappings.acme.file: is needed and not there (line 6)"),
        (
            "lane: shop",
            "lane: yes",
            'mappings.beta.lane: yes without quotes is not a text in YAML; write "yes" (line 11)',
        ),
        (
            "lane: shop",
            "approve: {when: {delete: 0}}",
            "mappings.beta.approve.when.delete: unknown key; did you mean deletes? (line 11)",
        ),
        ("lane: shop", "approve: sometimes", "mappings.beta.approve: must be one of never, always (line 11)"),
        ("lane: shop", "approve: {when: {losses: -1}}", "mappings.beta.approve.when.losses: must not be negative"),
        ("lane: shop", "approve: {wen: {}}", "mappings.beta.approve.wen: unknown key; did you mean when? (line 11)"),
        ("isogloss: 1", "isogloss: 2", "isogloss: must be one of 1 (line 1)"),
        ("  beta:", "  acme:", "mappings.acme: the key is there twice; keep one (line 7)"),
        ('"0 6 * * MON-FRI"', "[0, 6]", "mappings.beta.schedule: a text is needed here"),
        ("    zone: America", "\tzone: America", "not YAML: a tab stands where YAML takes spaces only"),
    ],
)
def test_a_problem_has_its_place_and_a_remedy(old: str, new: str, problem: str) -> None:
    assert old in PROJECT
    assert any(found.startswith(problem) for found in problems(PROJECT.replace(old, new, 1)))


@pytest.mark.parametrize("text", ["", "- acme", "acme"])
def test_what_has_no_keys_is_told(text: str) -> None:
    assert problems(text) == ["an empty file, or not keys with values; see docs/serve.md"]


def test_a_project_without_mappings_is_told() -> None:
    assert problems("isogloss: 1\nmappings: {}\n") == ["mappings: name at least one mapping (line 2)"]


def test_all_problems_are_told_at_once() -> None:
    assert len(problems(PROJECT.replace("Europe/Berlin", "Berlin").replace("lane: shop", "lanes: shop"))) == 1
    assert len(problems(PROJECT.replace("Europe/Berlin", "Berlin").replace("America/New_York", "York"))) == 2


def test_a_mapping_is_told_from_a_project() -> None:
    assert is_mapping("isogloss: 1\nname: acme\nsides: {}\n")
    assert not is_mapping(PROJECT)
    assert not is_mapping("")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="the project cannot be read"):
        read_file(tmp_path / "isogloss.yaml")
    (tmp_path / "isogloss.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not a text in UTF-8"):
        read_file(tmp_path / "isogloss.yaml")


def test_what_needs_approval_is_said_as_a_word_or_by_bounds() -> None:
    text = PROJECT.replace("    lane: shop", "    approve: {when: {deletes: 0, changes: 5%, losses: 2}}")
    acme, beta = read_project(text.replace("  zone: Europe/Berlin", "  zone: Europe/Berlin\n  approve: always"), PATH)
    assert (acme.approve, beta.approve) == (ALWAYS, Bounds(Count(0), 0.05, 2, None))
    assert [each.approve for each in read_project(PROJECT, PATH)] == [None, None]


NOTIFY = """\
isogloss: 1
notify:
  team:
    command: {run: [./tell.sh, --to, ops], env: [ROOM]}
  pager:
    webhook: {url: https://hooks.example/in, secret: "${HOOK_SECRET}"}
    about: [failure, recovery]
  mail:
    mail: {host: smtp.example, user: ann, password: "${P}", from: isogloss@acme.example, to: [ann@acme.example]}
    digest: "0 7 * * *"
    zone: Europe/Berlin
mappings:
  acme: {file: acme.yaml}
  beta: {file: beta.yaml, notify: [mail, mail]}
  quiet: {file: quiet.yaml, notify: []}
"""


def test_who_is_told_of_a_mapping_is_everybody_unless_it_says_so() -> None:
    acme, beta, quiet = read_project(NOTIFY, PATH)
    team = Receiver("team", Command(("./tell.sh", "--to", "ops"), Path("site"), ("ROOM",)), Path("site"))
    pager = Webhook("https://hooks.example/in", "${HOOK_SECRET}")
    mail = Mail("smtp.example", 587, "starttls", "isogloss@acme.example", ("ann@acme.example",), "ann", "${P}")
    daily = Receiver("mail", mail, Path("site"), digest=Times("0 7 * * *", "Europe/Berlin"))
    assert acme.notify == (team, Receiver("pager", pager, Path("site"), ("failure", "recovery")), daily)
    assert beta.notify == (daily,)
    assert quiet.notify == ()
    among = read_project(NOTIFY.replace("mappings:", "defaults: {notify: [team]}\nmappings:"), PATH)
    assert [len(each.notify) for each in among] == [1, 1, 0]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("notify: [mail, mail]", "notify: [mial]", "mappings.beta.notify: notify names no mial; did you mean mail?"),
        (
            "env: [ROOM]}",
            "env: [ROOM]}\n    mail: {host: h, from: a@b, to: [a@b]}",
            "notify.team: exactly one of command",
        ),
        (
            "    command: {run: [./tell.sh, --to, ops], env: [ROOM]}",
            "    about: [failure]",
            "notify.team: exactly one of",
        ),
        ("https://hooks.example/in", "http://hooks.example/in", "notify.pager.webhook.url: goes unencrypted; write it"),
        ("https://hooks.example/in", "hooks.example/in", "notify.pager.webhook.url: is not an address; write it as"),
        ("https://hooks.example/in", "https://ann@oops/in", "notify.pager.webhook.url: is not an address; write it as"),
        ('"${HOOK_SECRET}"', "abcdef", "notify.pager.webhook.secret: "),
        ("[failure, recovery]", "[failures]", "notify.pager.about.0: must be one of conflicts, approval, failure"),
        ('"0 7 * * *"', '"7:00"', "notify.mail.digest: 7:00 is no schedule"),
        ("Europe/Berlin", "Berlin", "notify.mail.zone: there is no time zone Berlin"),
        (
            "from: isogloss@acme.example",
            "from: isogloss",
            "notify.mail.mail.from: 'isogloss' is not an address of mail",
        ),
        ("[ann@acme.example]", '["ann@acme.example\\nBcc: x@y"]', "notify.mail.mail.to: "),
        ("user: ann, ", "", "notify.mail.mail: user and password belong together"),
        ("host: smtp.example", "host: smtp.example, tls: none", "notify.mail.mail.tls: mail would leave this machine"),
        ("from: isogloss", "form: isogloss", "notify.mail.mail.form: unknown key; did you mean from? (line 9)"),
        ("digest:", "digets:", "notify.mail.digets: unknown key; did you mean digest? (line 10)"),
    ],
)
def test_a_problem_of_who_is_told_has_its_place_and_a_remedy(old: str, new: str, problem: str) -> None:
    assert old in NOTIFY
    found = problems(NOTIFY.replace(old, new, 1))
    assert [each for each in found if each.startswith(problem)], found
    assert "abcdef" not in str(found)
