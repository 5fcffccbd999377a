"""What may befall a run: faults, edits beside it, a second run, a pause, death, a state that is lost or set back.

Each can be left out of a life (``faults``, ``edits``, ``overlaps``, ``cuts``, ``skew``, ``lost``), whose chances stay
the same: so a failing life is made small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isogloss.sandbox.fault import Fault
from simulation import chances, site

if TYPE_CHECKING:
    from simulation.life import Life

SORTS = ("faults", "edits", "overlaps", "cuts", "skew", "lost")
PAUSE = 200.0
"""Seconds; a lease lasts 120."""


class Trouble:
    """The troubles of one life."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.kept: dict[str, bytes] = {}
        self.before: dict[str, bytes] = {}
        self.copied = 0.0

    def _comes(self, sort: str, chance: float) -> bool:
        return self.life.random.random() < chance and sort not in self.life.without

    def brews(self) -> None:
        """Decide what befalls the next run."""
        life, random = self.life, self.life.random
        side, fault = random.choice(site.SIDES), chances.fault(random)
        if self._comes("faults", 0.4):
            life.sandboxes[side].faults.add(Fault.parse(fault))
            life.did["faults"] += 1
            life.tell(f"fault on {side}: {fault}")
        ahead = random.choice([0.0, 0.0, 0.0, 90.0, -90.0])
        life.ahead = 0.0 if "skew" in life.without else ahead
        # nobody edits an article in the second in which a run makes it
        self.known = {editor.side: editor.marks() for editor in life.editors}
        start = life.wires.requests
        # at any request, or at one of the few that write
        self.cut, self.effect = start + random.randint(1, 40), random.random() < 0.5
        self.cut_write = life.wires.writes + random.randint(1, 4) if random.random() < 0.5 else 0
        self.overlap, self.paused = start + random.randint(2, 20), random.random() < 0.5
        self.cuts, self.acts = self._comes("cuts", 0.3), self._comes("edits", 0.5)
        self.overlaps = self._comes("overlaps", 0.15)
        life.wires.before, life.wires.after = self._before, self._after

    def ends(self) -> None:
        """The run is over."""
        self.life.wires.before, self.life.wires.after = lambda _: None, self.life.watch

    def _before(self, number: int) -> None:
        if self.cuts and number == self.cut and not (self.effect or self.cut_write):
            self._die()

    def _after(self, number: int, writes: bool) -> None:
        life = self.life
        life.watch(number, writes)
        at_write = writes and life.wires.writes == self.cut_write
        if self.cuts and (at_write or (number == self.cut and self.effect and not self.cut_write)):
            self._die()
        # what is on its way was looked at before it left: an edit of that second is seen by nobody, nor in life
        landed = life.flight is None or life.flight.flying <= 1
        if writes and landed and self.acts and life.random.random() < 0.3:  # as often as somebody is that quick
            if life.flight is None:
                self._edit()
            else:
                life.flight.beside(self._edit)
        if self.overlaps and number == self.overlap:
            self._second()

    def _edit(self) -> None:
        """Somebody edits something between two requests of a run."""
        life = self.life
        life.clock.sleep(2.0)
        switches = life.sandboxes["butter"].switches
        # what ButterCMS accepted may still overwrite what a person writes after that; nobody can help it
        late = switches.land_seconds
        editor = life.random.choice(life.editors[:1] if late else life.editors)
        editor.act(self.known[editor.side])
        life.did["edits beside a run"] += 1

    def _second(self) -> None:
        """Another run begins beside this one, which may have been paused for longer than its lease lasts."""
        life = self.life
        self.ends()
        if self.paused:
            life.clock.sleep(PAUSE)
        life.did["overlaps"] += 1
        life.tell(f"another run beside it, paused: {self.paused}")
        writes, flight = life.wires.writes, life.flight
        applied = life.sync()
        life.flight = flight
        if not self.paused and (applied is not None or life.wires.writes != writes):
            life.accuse("two at once: a second run was not refused")
        life.wires.before, life.wires.after = self._before, self._after

    def _die(self) -> None:
        """The process dies here: what is on disk now is all that is left of it."""
        self.life.did["cuts"] += 1
        self.life.did["cuts with several in flight"] += self.life.flight is not None and self.life.flight.flying > 1
        self.life.tell("killed")
        self.life.history.deaths.append(self.life.clock.passed)
        self.kept = self._files()
        self.life.dead.add(self.life.made)
        self.life.wires.die()

    def revive(self) -> None:
        """Another process finds what the dead one left."""
        self._put(self.kept)
        self.life.wires.dead = False

    def forgets(self) -> None:
        """The state may be lost, or be put back as it was some runs ago."""
        life = self.life
        what, comes = life.random.choice(["lost", "older"]), self._comes("lost", 0.3) and life.forgetful
        if comes and (what == "lost" or self.before):
            self._put({} if what == "lost" else self.before)
            life.forgot.append(float("inf"))  # until the next run
            if what == "older":
                life.history.set_back.append((self.copied, life.clock.passed))
            life.did[f"state {what}"] += 1
            life.tell(f"the state is {what}")
        if life.random.random() < 0.5:  # a backup of every second run
            self.before, self.copied = self._files(), life.clock.passed

    def _files(self) -> dict[str, bytes]:
        found: dict[str, Any] = {path.name: path.read_bytes() for path in self.life.folder.glob("state.db*")}
        return {name: held for name, held in found.items() if not name.endswith("-shm")}

    def _put(self, files: dict[str, bytes]) -> None:
        for path in self.life.folder.glob("state.db*"):
            path.unlink()
        for name, held in files.items():
            (self.life.folder / name).write_bytes(held)
