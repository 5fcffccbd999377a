"""The edge cache in front of reads: what is answered without looking, and until when.

Decides which answers are kept and when they are given up. Does not know what content is.

Source: ButterCMS caching guide (kept 20 days, purged on change) and recorded headers ``Age``, ``X-Cache``, ``Vary``; a
404 was recorded from the cache, a 401 never was (reference section 10). How long after a change the cache is purged,
and whether ``preview`` goes around it, is not documented: switches.
"""

from isogloss.sandbox.buttercms.answers import Answer, Call
from isogloss.sandbox.buttercms.switches import Switches

_KEPT = (200, 404)
_MISSING = 404


class EdgeCache:
    """Answers by path and query, with when they were made. Times are seconds of the clock's ``elapsed``."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[Answer, float]] = {}
        self._changes: list[float] = []

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._changes.clear()

    def changed(self, at: float) -> None:
        """Note that content changed, so that what is older will be purged."""
        self._changes.append(at)

    def answer(self, call: Call, switches: Switches, now: float) -> Answer | None:
        """Answer from the cache, or None."""
        key = _key(call, switches)
        found = self._kept.get(key) if key else None
        if found is None or not self._alive(*found, switches, now):
            return None
        answer, made = found
        return _marked(answer, "HIT", int(now - made))

    def keep(self, call: Call, answer: Answer, switches: Switches, now: float) -> Answer:
        """Keep an answer just made, and mark it as such."""
        key = _key(call, switches)
        if key is None:
            return answer
        if answer.status in _KEPT and not (answer.status == _MISSING and switches.cache_404 == "off"):
            self._kept[key] = answer, now
        return _marked(answer, "MISS", 0)

    def _alive(self, answer: Answer, made: float, switches: Switches, now: float) -> bool:
        age = now - made
        if answer.status == _MISSING and switches.cache_404 == "kept":
            return age < switches.cache_404_seconds
        purged = any(made <= change <= now - switches.cache_purge_seconds for change in self._changes)
        return not purged and age < switches.cache_seconds


def _key(call: Call, switches: Switches) -> tuple[object, ...] | None:
    if not switches.cache or call.method != "GET":
        return None
    if call.params.get("preview") == "1" and not switches.cache_preview:
        return None
    query = tuple(sorted((name, value) for name, value in call.params.items() if name != "auth_token"))
    return (call.path, query, switches.cache_by_token and call.token is not None)


def _marked(answer: Answer, how: str, age: int) -> Answer:
    headers = {**answer.headers, "X-Cache": how, "Age": str(age), "Vary": "Origin, Accept-Encoding"}
    return Answer(answer.status, answer.body, headers)
