"""A person who settles what waits: takes a side, gives a value, or takes both, whatever the program offers.

And one who does as a refused run says where ids are other than before, which nothing but a person ends.

Decides by chance, and writes down for the judge what that may cost: what the side shows that was not taken. A decision
may lapse, where a side moved since; then it cost nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from isogloss import api
from isogloss.errors import IsoglossError
from simulation.history import Deletion, Differing, Shift
from simulation.plans import CODES
from simulation.shown import whole
from simulation.site import FIELDS, SIDES
from simulation.words import plain

if TYPE_CHECKING:
    from simulation.life import Life


class Settling:
    """Whoever looks at the list of conflicts now and then."""

    def __init__(self, life: Life) -> None:
        self.life = life

    def act(self) -> None:
        """Settle one conflict, if there is any that can be."""
        life, random = self.life, self.life.random
        try:
            found = api.conflicts(life.session()).found
        except IsoglossError:
            return  # nothing was read yet
        if not found:
            return
        each = random.choice(found)
        at, side = each.waiting.at, random.choice(SIDES)
        new = str(life.words.new(str(at.field))) if at.field in FIELDS[:-1] else ""
        choices: list[Any] = [api.TakeSide(side), *([api.TakeValue(new), api.TakeBoth()] if new else [])]
        choice = random.choice(choices)
        try:
            api.resolve(life.session(), [each.id], choice, by="somebody")
        except IsoglossError as error:
            life.tell(f"may not settle {at}: {type(error).__name__}")
            return
        life.did["decisions"] += 1
        life.tell(f"settles {at}: {choice}")
        mark = life.marks().get(at.entry.name, "")
        keys = [key for key in life.variants() if key[0] == mark and CODES.get(str(at.locale), key[1]) == key[1]]
        if isinstance(choice, api.TakeValue) and keys:
            self._given((mark, CODES[str(at.locale)], str(at.field)), new)
        if at.field in FIELDS:
            self._differs(each.id, (mark, CODES[str(at.locale)], str(at.field)), choice)
        if at.field is None:
            self._lacks(each.id, keys, choice)
        for one in SIDES if isinstance(choice, api.TakeValue) else [each for each in SIDES if each != side]:
            if not isinstance(choice, api.TakeBoth):
                self._loses(one, keys, str(at.field or ""), mark)

    def relinks(self, refused: IsoglossError) -> None:
        """Keep what is certain of ids that changed, where a run was refused for them: all others wait."""
        if "Run isogloss relink" not in str(refused):
            return
        try:
            kept = api.relink(self.life.session(), write=True).kept
        except IsoglossError as error:
            self.life.tell(f"may not relink: {type(error).__name__}")
            return
        self.life.did["relinked"] += 1
        self.life.tell(f"relinks: {kept} kept")

    def _given(self, cell: tuple[str, str, str], value: str) -> None:
        text = plain(value)
        self.life.history.wrote(cell, text)
        self.life.history.public.setdefault(cell, set()).add(text)

    def _differs(self, conflict: str, cell: tuple[str, str, str], choice: Any) -> None:
        """A decision for the target of a one-way flow leaves the source as it is, so that both may differ from then.

        So does one for both edits, which makes the target one text of what both sides say.
        """
        life, (mark, code, name) = self.life, cell
        _, way, target = life.policies["flow"].partition(" -> ")
        there = {side: life.now[side].get((mark, code)) for side in SIDES}
        shown = {side: (each.live or each.draft)[name] for side, each in there.items() if each}
        both = isinstance(choice, api.TakeBoth)
        if isinstance(choice, api.TakeValue):
            shown[target] = plain(choice.text)
        elif both:
            shown[target] = " ".join(shown.values())
        if way and (both or isinstance(choice, api.TakeValue) or choice == api.TakeSide(target)):
            of_both = target if both else ""
            life.history.differing.append(Differing(conflict, cell, shown, life.clock.passed, of_both))

    def _lacks(self, conflict: str, keys: list[tuple[str, str]], choice: Any) -> None:
        """The same of an entry, or a locale of it, that the target does not have."""
        life = self.life
        source, way, target = life.policies["flow"].partition(" -> ")
        for key in keys if way and choice == api.TakeSide(target) else ():
            if key not in life.now[target]:
                shown = {source: whole(life.now[source][key])}
                life.history.differing.append(Differing(conflict, (*key, ""), shown, life.clock.passed))

    def _loses(self, side: str, keys: list[tuple[str, str]], field: str, mark: str) -> None:
        """What a side shows may go; where it shows nothing any more, what the other one has may come back."""
        life, there = self.life, self.life.now[side]
        seen = [
            ((*key, name), content[name])
            for key in keys
            if key in there
            for content in (there[key].draft, there[key].live or {})
            for name in (FIELDS if field in ("", "$status") else [field])
            if name in content
        ]
        for cell, value in seen:
            life.history.settled |= {(cell, word) for word in value.split()}
        for key in keys if field in ("", "$status") else ():  # whoever takes a state publishes what is there
            for one in SIDES:
                each = life.now[one].get(key)
                life.history.show(key, each.draft if each else None)
                life.history.shifts.append(Shift(life.clock.passed, one, key, live=True))
        if field == "":
            life.history.deletions.append(Deletion(life.clock.passed, side, mark, frozenset(seen)))
            life.history.restored[mark] = life.clock.passed
