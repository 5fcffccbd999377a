"""An answer's body as JSON: any text that was sent in can be sent out, half of a surrogate pair too."""

import json

from starlette.responses import JSONResponse


def to_json(body: object) -> bytes:
    """JSON in UTF-8; with escapes where its bytes could not hold a text that JSON can name."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(body, separators=(",", ":")).encode()


class JsonAnswer(JSONResponse):
    """An answer whose body is JSON."""

    def render(self, content: object) -> bytes:
        """The body as bytes."""
        return to_json(content)
