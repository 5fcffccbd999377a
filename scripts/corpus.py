"""Carry Debian's FAQ, in its ten languages, from a Webflow sandbox to a ButterCMS sandbox and back, and prove it.

16 chapters, each an entry with a variant for each language: title, slug, number, the real HTML of its body, and a link
to the next chapter. Some translations are drafts. The way back begins with a fresh state and an empty Webflow site.
Both are done twice: with the sandboxes as they are, and with every rewriting they know.

Exits with 0 when every cell came back, nothing was left to do, and the requests were within 1.02 of the minimum.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from corpus.carry import PHASES, Carried, Job, bridge_of, carry, plan_path, read_side
from corpus.chapters import Chapter, read_book
from corpus.minimum import Butter, Webflow, extent_of, work_of
from corpus.packages import CorpusError, install
from corpus.proof import Proof, prove
from corpus.sandboxes import Sandboxes, sandboxes, seed
from corpus.sites import butter_account, webflow_site

from isogloss.bridge import ButterSettings, WebflowSettings
from isogloss.model.address import Side
from isogloss.model.snapshot import Seen
from isogloss.plan.data import read_plan

ROOT: Final = Path(__file__).parents[1]
OUT: Final = ROOT / "corpus-out"
THERE, BACK = "webflow -> butter", "butter -> webflow"
SLACK: Final = 1.02
LISTED: Final = 10

PLAIN: Final[tuple[dict[str, object], dict[str, object]]] = ({}, {})
NORMALIZING: Final[tuple[dict[str, object], dict[str, object]]] = (
    {
        "html_rewrite": "heavy",
        "empty_fields": "null",
        "multi_order": "sorted",
        "bulk_answer": "object",
        "last_updated_on_publish": True,
        "last_updated_on_inherit": True,
    },
    {
        "html_trim": True,
        "html_rewrite": True,
        "date_style": "+00:00",
        "number_style": "float",
        "empty_style": "missing",
        "missing_locale": "empty",
        "reference_reorder": True,
        "unpublished_reference": "null",
        "path_shape": "plain",
        "page_path": "star",
        "timestamp_zone": "+05:30",
        "media_new_id_each_write": True,
    },
)
"""The switches of each sandbox that make it show something else than was sent. Some find nothing to rewrite here."""


@dataclass(slots=True)
class Report:
    """What is printed, and what is wrong."""

    faults: list[str] = field(default_factory=list)

    def say(self, text: str = "") -> None:
        """Print a line at once."""
        print(text, flush=True)

    def require(self, holds: object, fault: str) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(fault)
            self.say(f"  FAULT: {fault}")


def main(words: Sequence[str]) -> int:
    """Run the corpus."""
    asked = _arguments(words)
    try:
        installed = install()
        book = read_book()
    except CorpusError as error:
        print(f"corpus: {error}", file=sys.stderr)
        return 2
    report = Report()
    report.say(f"corpus: Debian FAQ{', installed ' + ' '.join(installed) if installed else ''}")
    bodies = [page.body for chapter in book for page in chapter.pages.values()]
    report.say(f"{len(bodies)} bodies, {sum(map(len, bodies)):,} characters of HTML")
    blocks = sum(body.count("<pre") for body in bodies)
    report.say(f"{blocks} code blocks, which Webflow's API empties: on the way back they are written as marked div")
    report.say(f"load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    shutil.rmtree(OUT, ignore_errors=True)
    for name, switches in (("plain", PLAIN), ("normalizing", NORMALIZING)):
        if getattr(asked, name) or not (asked.plain or asked.normalizing):
            report.say(f"\n== {name} ==")
            run(report, book, OUT / name, switches)
    report.say(
        f"\n{len(report.faults)} fault(s)" if report.faults else "\nproven: every cell came back, nothing else did"
    )
    return 1 if report.faults else 0


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Carry Debian's FAQ across and back between the sandboxes.")
    parser.add_argument("--plain", action="store_true", help="only with the sandboxes as they are")
    parser.add_argument("--normalizing", action="store_true", help="only with every rewriting they know")
    return parser.parse_args(words)


def run(
    report: Report, book: Sequence[Chapter], out: Path, switches: tuple[Mapping[str, object], Mapping[str, object]]
) -> None:
    """Carry the book there and back between sandboxes turned in one way."""
    with sandboxes(*switches) as at:
        origin = seed(at.origin, webflow_site(book))
        seed(at.account, butter_account())
        returned = seed(at.returned, webflow_site([]))
        there = _job(out / "there", THERE, at.origin, at, str(origin["site"]))
        back = _job(out / "back", BACK, at.returned, at, str(returned["site"]))
        for name, job in (("there", there), ("back", back)):
            before = {side: read_side(job, side) for side in Side}
            _direction(report, name, job, carry(job), before)
        _tell(report, prove(read_side(there, Side.LEFT), read_side(back, Side.LEFT)))


def _job(folder: Path, flow: str, webflow: str, at: Sandboxes, site: str) -> Job:
    folder.mkdir(parents=True)
    mapping = (ROOT / "mappings" / "corpus.yaml").read_text(encoding="utf-8").replace(f"flow: {THERE}", f"flow: {flow}")
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    environ = {
        "CORPUS_SITE": site,
        "CORPUS_WEBFLOW": f"{webflow}/v2",
        "CORPUS_BUTTER": f"{at.account}/v2",
        "CORPUS_WEBFLOW_TOKEN": "sandbox-token",
        "CORPUS_READ_TOKEN": "butter-read-token",
        "CORPUS_WRITE_TOKEN": "butter-write-token",
    }
    return Job(mapping, environ, folder, {"webflow": webflow, "butter": at.account})


def _direction(report: Report, name: str, job: Job, carried: Carried, before: Mapping[Side, list[Seen]]) -> None:
    """Print one direction and hold it against what must be."""
    least = _minimum(job, before)
    report.say(f"{name}:{'':12} {'seconds':>8} {'webflow':>14} {'butter':>14}   writes")
    for phase in carried.phases.values():
        counts = " ".join(f"{phase.count(side):>4} (min {least[phase.name][side]:>3})" for side in job.addresses)
        report.say(f"  {phase.name:<14} {phase.seconds:>8.2f}  {counts}   {phase.writes}")
    sent = sum(carried.phases[phase].count(side) for phase in ("plan", "apply") for side in job.addresses)
    fewest = sum(least[phase][side] for phase in ("plan", "apply") for side in job.addresses)
    report.say(f"  plan and apply: {sent} requests, minimum {fewest}, ratio {sent / fewest:.3f}")
    report.say(f"  peak memory of the process that carried it: {carried.peak:.0f} MB")
    _judge(report, name, carried)
    report.require(sent <= SLACK * fewest, f"{name}: {sent} requests, more than {SLACK} times {fewest}")
    for phase in carried.phases.values():
        log = {side: phase.requests[side] for side in job.addresses}
        (job.folder / f"{phase.name.replace(' ', '-')}.log.json").write_text(json.dumps(log, indent=1))


def _judge(report: Report, name: str, carried: Carried) -> None:
    phases = carried.phases
    check, apply, verify = (phases[phase].found for phase in ("check", "apply", "verify"))
    outcomes = apply["outcomes"]
    report.say(
        f"  outcomes {outcomes}; verified: {verify['cells']} cells, {verify['equal']} equal, {verify['agreed']} agreed"
    )
    report.require(check["passed"], f"{name}: the check did not pass: {check['problems']}")
    report.require(not apply["problems"], f"{name}: {apply['problems']}")
    report.require(verify["differing"] == 0, f"{name}: verify found {verify['differing']}: {verify['listed']}")
    report.require(not phases["plan again"].found["records"], f"{name}: a plan after apply is not empty")
    report.require(not phases["sync again"].found["outcomes"], f"{name}: a second sync did something")
    for phase in set(PHASES) - {"apply"}:
        report.require(not phases[phase].writes, f"{name}: {phase} sent {phases[phase].writes} writes")


def _minimum(job: Job, before: Mapping[Side, list[Seen]]) -> dict[str, dict[str, int]]:
    """The fewest requests of each phase and side; from the plan and what both sides held."""
    bridge = bridge_of(job)
    work = {side: work_of(op for op in read_plan(plan_path(job.folder)).ops() if op.on is side) for side in Side}
    formulas = {WebflowSettings: Webflow, ButterSettings: Butter}
    least: dict[str, dict[str, int]] = {phase: {} for phase in PHASES}
    for side in Side:
        bound = bridge.side(side)
        platform = formulas[type(bound.settings)](tuple(bound.kinds), tuple(bound.locales))
        reading = platform.read(extent_of(before[side]))
        after = platform.read(extent_of(read_side(job, side)))
        least["check"][bound.name] = platform.check()
        least["plan"][bound.name] = reading
        least["apply"][bound.name] = reading + platform.write(work[side])
        least |= {phase: {**least[phase], bound.name: after} for phase in ("verify", "plan again", "sync again")}
    return least


def _tell(report: Report, proof: Proof) -> None:
    report.say(
        f"round trip: {proof.entries} entries, {proof.variants} variants, {proof.cells} cells: {proof.equal} equal, "
        f"{len(proof.rendered)} rendered otherwise, {len(proof.missing)} missing, {len(proof.extra)} extra, "
        f"{len(proof.differing)} different"
    )
    for what in ("rendered", "missing", "extra", "differing"):
        for at in getattr(proof, what)[:LISTED]:
            report.say(f"  {what}: {' · '.join(at)}")
    report.require(proof.holds, "the round trip lost or changed something")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
