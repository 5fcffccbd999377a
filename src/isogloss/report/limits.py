"""How much is quoted where nothing has to fit anywhere."""

from typing import Final

from isogloss.report.parts import Limits

FEW: Final = Limits(0, 0, 0, 0, 0, 0)
"""Everything is counted, and nothing quoted."""

NO_LIMIT: Final = 2**53 - 1
"""As a limit: there is none. The largest number that every reader of JSON knows."""

WHOLE: Final = Limits(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT, 80, NO_LIMIT, source=True)
"""Everything is quoted; of a word diff, what lies between two changes is counted where it is long."""

ON_A_PAGE: Final = Limits(NO_LIMIT, NO_LIMIT, NO_LIMIT, 50_000, 200, NO_LIMIT, source=True)
"""The same, but of a value only as much as anybody reads."""
