"""The command, with a lease of as many seconds as ISOGLOSS_TEST_LEASE says: a test does not wait two minutes for it."""

import os

from isogloss.cli import main
from isogloss.run import leasing

leasing.LEASE_SECONDS = float(os.environ["ISOGLOSS_TEST_LEASE"])
main()
