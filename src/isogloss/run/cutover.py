"""``cutover``: lead through the last day of a migration, a step at a time, each of which can be taken again.

Decides in which order steps come and what each has to come to before the next. What was done is kept in the folder, so
whoever goes on later, or on another machine, begins where it was left. Only ``sync`` writes to a side.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from isogloss.cutover import Cutover, Signature, Standing, Step, StepName, dump_cutover, load_cutover
from isogloss.errors import Refused, UsageError
from isogloss.files import SHARED, whole
from isogloss.model.address import EntryKey, Side
from isogloss.model.value import Digest
from isogloss.outcomes import Applied
from isogloss.plan.data import PlanFile
from isogloss.plan.op import Conflict, Drifted
from isogloss.plan.op import Step as ByHand
from isogloss.report import words
from isogloss.report.cutover import cutover_markdown
from isogloss.report.finding import headline
from isogloss.report.json import document
from isogloss.report.linted import linted_data, of_lint
from isogloss.report.readiness import Gate, readiness_data
from isogloss.report.summary import exit_code
from isogloss.run.lint import lint
from isogloss.run.plan import plan
from isogloss.run.readiness import readiness
from isogloss.run.redirects import redirects, save_redirects
from isogloss.run.session import Session
from isogloss.run.sync import sync
from isogloss.run.undo import undo
from isogloss.run.verify import verify

KEPT: Final = "cutover.json"
REPORT: Final = "cutover.md"


@dataclass(frozen=True, slots=True)
class CutoverWanted:
    """How a cut-over is asked for.

    gates:   what ``readiness`` has to come to.
    brought: redirects that there are already, of which the list keeps those.
    moves:   the site moves from the other side, whose addresses are old ones.
    """

    gates: tuple[Gate, ...] = ()
    brought: Sequence[tuple[str, str]] = ()
    moves: bool = False


def cutover(
    session: Session,
    side: Side,
    folder: Path,
    wanted: CutoverWanted,
    begin: StepName | None = None,
    agreed: Callable[[Cutover], bool] = lambda _made: True,
) -> Cutover:
    """Take the steps of a cut-over that are not done, one after the other, as long as each comes to what it has to.

    side:   where the site lives from now on.
    folder: where it is kept, with what the steps leave.
    begin:  the step that is taken first, though it was before; one that is not done yet still comes before it.
    agreed: asked before the one step that writes; it waits where nobody agrees.
    Raises: UsageError where the folder holds the cut-over of another mapping or side, or what cannot be read; any
            RemoteError, after which it goes on with the step that it was at.
    """
    made = _opened(session, side, folder)
    name = next((step.name for step in made.steps if step.name == begin or not step.done), None)
    while name is not None and (name != "sync" or agreed(made)):
        made = _take(session, side, folder, made, name, wanted)
        name = made.next if made.step(name).done else None
    return made


def sign_cutover(session: Session, side: Side, folder: Path, by: str) -> Cutover:
    """Sign a cut-over off.

    Raises: as ``cutover``; Refused where a step is not done, or a file of one is not what it was.
    """
    done = _opened(session, side, folder)
    if done.next is not None:
        raise Refused(f"{folder}: {done.next} is not done, so there is nothing to sign. Take the steps first.")
    for step in done.steps:
        for file, digest in step.files.items():
            if not (folder / file).is_file() or _digest(folder / file) != digest:
                raise Refused(
                    f"{folder / file}: is not what {step.name} left. Take that step again: --from {step.name}."
                )
    signed = replace(done, signed=Signature(by, session.clock.now(), done.digest))
    _save(folder, signed)
    return signed


def _opened(session: Session, side: Side, folder: Path) -> Cutover:
    """What a folder holds, or a new one; one of another text of the mapping begins anew."""
    bridge, path = session.bridge, folder / KEPT
    new = Cutover(bridge.name, bridge.digest, bridge.side(side).name)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return new
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Choose another --out.") from error
    try:
        found = load_cutover(text)
    except ValueError as error:
        why = str(error).splitlines()[0]
        raise UsageError(f"{path}: is no cut-over ({why}). Take the file away, or choose another --out.") from error
    if (found.mapping, found.side) != (new.mapping, new.side):
        raise UsageError(
            f"{path}: is the cut-over of {found.mapping} to {found.side}. Choose another --out for that of "
            f"{new.mapping} to {new.side}."
        )
    return found if found.mapping_digest == new.mapping_digest else new


def _take(session: Session, side: Side, folder: Path, begun: Cutover, name: StepName, wanted: CutoverWanted) -> Cutover:
    """Take a step, and write down what it came to."""
    taking: dict[StepName, Callable[[], Step]] = {
        "freeze": lambda: _freeze(session, folder),
        "sync": lambda: _sync(session, folder),
        "verify": lambda: _verify(session),
        "readiness": lambda: _readiness(session, side, folder, wanted.gates),
        "lint": lambda: _lint(session, side, folder),
        "redirects": lambda: _redirects(session, side, folder, wanted),
        "undo": lambda: _undo(session, folder, begun.step("sync").runs),
    }
    made = taking[name]()
    files = {file: _digest(folder / file) for file in made.files}
    taken = begun.with_step(replace(made, at=session.clock.now(), files=files))
    _save(folder, taken)
    return taken


def _freeze(session: Session, folder: Path) -> Step:
    """What waits to cross, and what keeps it from crossing."""
    try:
        made = plan(session, folder / "freeze.jsonl")
    except Refused as refused:
        if refused.plan is None:
            raise
        return _came("freeze", "failed", f"The last run would be refused: {refused}", "freeze.jsonl")
    names = {side: session.bridge.side(side).name for side in Side}
    edited = _edited(made)
    said = [
        f"{words.many(len(keys), 'entry', 'entries')} of {names[side]} edited since the last run"
        for side, keys in sorted(edited.items(), key=lambda each: each[0].value)
    ]
    counts = Counter(type(record) for record in made.records(Conflict, Drifted, ByHand))
    if counts[Drifted]:
        said.append(words.drifted(counts[Drifted]).rstrip("."))
    left = [words.many(counts[of], noun) for of, noun in ((Conflict, "conflict"), (ByHand, "step")) if counts[of]]
    if left:
        wait = f"{' and '.join(left)} for a person; isogloss conflicts lists them"
        return _came("freeze", "failed", f"{'; '.join([*said, wait])}.", "freeze.jsonl")
    return _came(
        "freeze", "passed", f"{'; '.join(said) or 'Nobody edited anything since the last run'}.", "freeze.jsonl"
    )


def _edited(made: PlanFile) -> Mapping[Side, set[EntryKey]]:
    """The entries that a plan shows as edited, by the side on which they were."""
    found: dict[Side, set[EntryKey]] = defaultdict(set)
    for op in made.ops():
        found[op.on.other].add(op.entry)
    for conflict in made.records(Conflict):
        for side in Side:
            found[side].add(conflict.at.entry)
    return found


def _sync(session: Session, folder: Path) -> Step:
    applied = sync(session, folder / "sync.jsonl")
    code = exit_code(applied)
    said = f"Run {applied.run}: {_outcomes(applied)}."
    if code:
        said += " It left something; isogloss status says what."
    goes = [each for each in (applied.before, applied, applied.again) if each is not None]
    wrote = tuple(dict.fromkeys(each.run for each in goes if each.result.counts()))
    return replace(_came("sync", "failed" if code else "passed", said, "sync.jsonl"), runs=wrote)


def _outcomes(applied: Applied) -> str:
    told = [f"{count:,} {outcome}" for outcome, count in applied.result.counts().items()]
    return ", ".join(told) or "there was nothing to write"


def _verify(session: Session) -> Step:
    found = verify(session)
    looked = f"{words.many(found.entries, 'entry', 'entries')}, {words.many(found.cells, 'cell')}"
    if found.proven:
        return _came("verify", "passed", f"Both sides agree: {looked}.")
    if found.differing:
        said = f"The sides differ in {words.many(found.differing, 'cell')}; isogloss verify lists them. Where somebody"
        return _came("verify", "failed", f"{said} edited since the last run, go on with --from freeze.")
    waiting = words.many(len(found.waiting), "entry", "entries")
    return _came("verify", "failed", f"Not to be told yet of {waiting}; take this step again later.")


def _readiness(session: Session, side: Side, folder: Path, gates: Sequence[Gate]) -> Step:
    found = readiness(session, (side,))
    _write(folder / "readiness.json", document(readiness_data(found, gates)))
    failed = [gate for gate in gates if not gate.holds(found)]
    said = "; ".join(gate.said(found) for gate in failed or gates) or "No gate was asked for (--gate fr-FR=95%)"
    return _came("readiness", "failed" if failed else "passed", f"{said}.", "readiness.json")


def _lint(session: Session, side: Side, folder: Path) -> Step:
    found = lint(session, (side,))
    _write(folder / "lint.json", document({"format_version": "1.0", **linted_data(found)}))
    flaws = of_lint(found)
    failed = any(each.level == "error" for each in flaws)
    return _came("lint", "failed" if failed else "passed", headline(flaws), "lint.json")


def _redirects(session: Session, side: Side, folder: Path, wanted: CutoverWanted) -> Step:
    sides = (side, side.other) if wanted.moves else (side,)
    if not all(any(kind.urls for kind in session.bridge.side(each).kinds.values()) for each in sides):
        return _came("redirects", "left out", "The mapping says no addresses (url), so there are no redirects.")
    found = redirects(session, side, None, wanted.brought, moves=wanted.moves)
    save_redirects(found, folder / "redirects.csv")
    said = f"{words.many(len(found.led), 'redirect')}"
    if found.unled:
        said += f"; {words.many(len(found.unled), 'old address', 'old addresses')} {_leads(len(found.unled))} nowhere"
    return _came("redirects", "passed", f"{said}.", "redirects.csv")


def _leads(count: int) -> str:
    return "leads" if count == 1 else "lead"


def _undo(session: Session, folder: Path, runs: Sequence[str]) -> Step:
    """A plan for each run, the newest first: so they are applied."""
    names = ["undo.jsonl", *(f"undo-{number}.jsonl" for number in range(2, len(runs) + 1))]
    made: dict[str, str] = {}
    for run, name in zip(reversed(runs), names, strict=False):
        try:
            ops = undo(session, run, folder / name).header.counts.ops
        except Refused as refused:
            if refused.plan is not None:
                raise
            continue
        made[name] = f"{name} takes run {run} back, in {words.many(ops, 'op')}"
    if not made:
        return _came("undo", "left out", "The last run wrote nothing, so there is nothing to take back.")
    return _came("undo", "passed", f"{'; then '.join(made.values())}, until somebody edits.", *made)


def _came(name: StepName, standing: Standing, said: str, *files: str) -> Step:
    return Step(name, standing, said, files=dict.fromkeys(files, Digest("")))


def _digest(path: Path) -> Digest:
    try:
        with path.open("rb") as file:
            return Digest(hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest())
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}). Choose another --out.") from error


def _write(path: Path, text: str) -> None:
    try:
        with whole(path, SHARED) as file:
            file.write(text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror}). Choose another --out.") from error


def _save(folder: Path, made: Cutover) -> None:
    _write(folder / KEPT, f"{dump_cutover(made)}\n")
    _write(folder / REPORT, cutover_markdown(made))
