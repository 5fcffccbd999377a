"""How hard the laws are tried: ``HYPOTHESIS_PROFILE=long`` tries harder, and differently each time."""

import os
import signal

from hypothesis import HealthCheck, settings

# Derandomized, so that a run that passed passes again. No deadlines: a test of what holds is no test of how fast.
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "ci", derandomize=True, max_examples=100, deadline=None, database=None, suppress_health_check=_SLOW
)
settings.register_profile("long", max_examples=5000, deadline=None, database=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start with them.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
