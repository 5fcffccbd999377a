"""The contract of ``ports`` over the Webflow sandbox."""

from contextlib import ExitStack

import pytest
from suite import AdapterContract
from webflow_side import WebflowSide

from isogloss.sandbox.server import running


class TestWebflow(AdapterContract):
    @pytest.fixture(params=[{}, {"insert": False}], ids=["insert", "bulk"])
    def side(self, request):
        with ExitStack() as stack:
            side = WebflowSide(lambda app: stack.enter_context(running(app)), **request.param)
            stack.callback(side.close)
            yield side
