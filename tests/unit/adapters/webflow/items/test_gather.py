import pytest

from isogloss.adapters.assemble import Held, Picture
from isogloss.adapters.webflow.items.decode import DecodedVariant, gather
from isogloss.bridge import ByKind, FieldBinding, KindBinding
from isogloss.model.entry import PUBLISHED
from isogloss.model.locale import Locale
from isogloss.model.schema import Field
from isogloss.model.snapshot import Note
from isogloss.model.value import Asset, Many, Scalar

EN, FR = Locale("en"), Locale("fr")
HOST = "https://cdn.example/6a1"


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (Scalar("flag", "true"), Scalar("flag", "false"), True),
        (Scalar("flag", "true"), Scalar("flag", "true"), False),
        (Scalar("flag", "true"), None, False),
        (None, Scalar("flag", "true"), True),
        (Asset("image", f"{HOST}/77a_pot.png"), Asset("image", f"{HOST}/78b_pot.png"), False),
        (Asset("image", f"{HOST}/77a_pot.png#77a"), Asset("image", f"{HOST}/78b_pot.png#78b"), False),
        (Asset("image", f"{HOST}/77a_pot.png"), Asset("image", f"{HOST}/77a_cup.png"), True),
        (Asset("image", f"{HOST}/77a_pot.png", "A pot"), Asset("image", f"{HOST}/77a_pot.png", "Un pot"), True),
        (Asset("image", f"{HOST}/pot"), Asset("image", f"{HOST}/cup"), True),
        (Many((Asset("image", f"{HOST}/1_a"),)), Many((Asset("image", f"{HOST}/2_a"),)), False),
        (Many((Asset("image", f"{HOST}/1_a"),)), Many((Asset("image", f"{HOST}/2_b"),)), True),
    ],
)
def test_a_shared_field_is_told_where_a_locale_shows_something_else_than_the_same_file_hosted_anew(one, other, told):
    kind = KindBinding("article", ByKind(), {"any": FieldBinding(Field("any", "text", shared=True), "any")}, None)
    shown = {
        locale: DecodedVariant(Picture(Held({} if value is None else {"any": value}), PUBLISHED, Note()), "tea", None)
        for locale, value in ((EN, one), (FR, other))
    }
    assert gather(kind, "1", shown, [EN, FR]).notes[FR].differs == ({"any": other} if told else {})
