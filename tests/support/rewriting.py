"""Each way in which the sandboxes show something else than they were sent: the switches of one sandbox at a time."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

WEBFLOW: list[Json] = [
    {"html_rewrite": "none"},
    {"html_rewrite": "heavy"},
    {"code_blocks": "kept"},
    {"color_rewrite": False},
    {"datetime_ms": False},
    {"image_rehost": False},
    {"text_rehost": True},
    {"files_base": "self"},
    {"multi_order": "sorted"},
    {"empty_fields": "null"},
    {"last_updated_on_publish": True},
    {"last_updated_on_inherit": True},
    {"api_variants_inherit": True},
    {"insert_status": 200},
    {"own_slug": "refused"},
    {"bulk_answer": "object"},
]
BUTTER: list[Json] = [
    {"html_trim": True},
    {"html_rewrite": True},
    {"timestamp_zone": "+05:30"},
    {"timestamp_zone": "-05:00"},
    {"date_style": "Z"},
    {"date_style": "+00:00"},
    {"number_style": "float"},
    {"number_style": "integer"},
    {"empty_style": "empty"},
    {"empty_style": "missing"},
    {"reference_reorder": True},
    {"unpublished_reference": "absent"},
    {"unpublished_reference": "null"},
    {"path_shape": "plain"},
    {"page_path": "star"},
    {"media_rehost": False},
    {"media_delay": 0.05},
    {"text_rehost": True},
    {"media_new_id_each_write": True},
    {"status_keys": False},
    {"name_key": False},
    {"missing_locale": "empty"},
    {"unknown_locale_body": "object"},
    {"patch_locale": "ignored"},
    {"put_other_locales": "lost"},
    {"slash_redirect": False},
    {"cache": True},
]
# Of a switch with several answers, the later one.
ALL_OF_WEBFLOW = {name: value for each in WEBFLOW for name, value in each.items()}
ALL_OF_BUTTER = {name: value for each in BUTTER for name, value in each.items()}


def named(switches: Json) -> str:
    return " ".join(f"{name}={value}" for name, value in switches.items())
