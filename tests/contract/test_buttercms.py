"""The contract of ``ports`` over the ButterCMS sandbox."""

from contextlib import ExitStack

import pytest
from buttercms_side import ButterSide
from suite import AdapterContract

from isogloss.sandbox.server import running


class TestButterCMS(AdapterContract):
    @pytest.fixture
    def side(self):
        with ExitStack() as stack:
            side = ButterSide(lambda app: stack.enter_context(running(app)))
            stack.callback(side.close)
            yield side
