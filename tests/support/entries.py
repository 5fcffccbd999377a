"""Small entries at random, for laws: few texts, so that two of them are often the same."""

from hypothesis import strategies as st

from isogloss.merge.alike import Alike
from isogloss.merge.decide import Shown
from isogloss.merge.facing import Facing
from isogloss.model.address import EntryKey
from isogloss.model.entry import ARCHIVED, DRAFT, PUBLISHED, SLUG, STATUS, digest_entry
from isogloss.model.locale import SHARED, Locale
from isogloss.model.snapshot import Note
from isogloss.model.value import ABSENT, Asset, Group, Many, Ref, Scalar, digest

LOCALES = (Locale("en"), Locale("fr"), Locale("ja"))
KEY = EntryKey("article", "tea")
OTHERS = tuple(EntryKey("article", name) for name in ("milk", "sugar"))
STATES = (DRAFT, PUBLISHED, ARCHIVED)

WORDS = tuple(Scalar("text", word) for word in ("a", "A", "b", "B"))
texts = st.sampled_from([*WORDS, Scalar("flag", "true"), Scalar("number", "1")])
links = st.lists(st.sampled_from(OTHERS), min_size=1, max_size=2).map(lambda keys: Many(tuple(map(Ref, keys))))
slugs = st.sampled_from([Scalar("text", "tea"), Scalar("text", "thé")])


def folded(value):
    """A text in lower case; anything else as it is."""
    return Scalar("text", value.text.lower()) if value in WORDS else value


def meeting(field, left, right):
    """Texts are alike in any case, and the truth and the number one seem to be."""
    del field
    if folded(left) == folded(right):
        return "alike"
    seeming = isinstance(left, Scalar) and isinstance(right, Scalar) and {left.type, right.type} == {"flag", "number"}
    return "assumed" if seeming else "apart"


KNOWN = {digest(word): digest(folded(word)) for word in WORDS}
LOOSE = Alike(meeting, lambda value: digest(folded(value)), lambda known: KNOWN.get(known, known))
FORGETFUL = Alike(meeting, lambda value: digest(folded(value)))


def variants(states=STATES):
    return st.fixed_dictionaries(
        {STATUS: st.sampled_from(states)}, optional={"title": texts, "lead": texts, "related": links}
    )


shared = st.fixed_dictionaries({}, optional={"author": st.sampled_from([Ref(key) for key in OTHERS]), SLUG: slugs})


@st.composite
def entries(draw, states=STATES):
    """An entry in at least one locale."""
    some = draw(st.lists(st.sampled_from(LOCALES), min_size=1, max_size=3, unique=True))
    made = {locale: draw(variants(states)) for locale in some}
    common = draw(shared)
    return {SHARED: common, **made} if common else made


def maybe_entries(states=STATES):
    return st.one_of(st.just(ABSENT), entries(states), entries(states))


def base_of(left, right):
    return Shown(digest_entry(left), digest_entry(right))


def notes_of(entry, edited=frozenset()):
    """What is known of an entry's variants; *edited* names those with unpublished edits."""
    if entry is ABSENT:
        return {}
    return {
        locale: Note(unpublished_edits=locale in edited, live=variant.get(STATUS) == PUBLISHED)
        for locale, variant in entry.items()
        if locale != SHARED
    }


def facing(left, right, base=None):
    return Facing(KEY, "Tea", Shown() if base is None else base, left, right, notes_of(left), notes_of(right))


@st.composite
def facings(draw, states=STATES):
    """Two sides and a base, each moved or not: drawn alike so often that every row of the table is met."""
    left, right = draw(maybe_entries(states)), draw(maybe_entries(states))
    old_left = draw(st.one_of(st.just(left), maybe_entries(states)))
    old_right = draw(st.one_of(st.just(right), st.just(old_left), maybe_entries(states)))
    if left is not ABSENT and draw(st.booleans()):  # or moved in a few cells only
        right = touched(draw, left, states)
    return facing(left, right, base_of(old_left, old_right))


@st.composite
def first_contacts(draw):
    """One article on two sides that never agreed on anything; each shows something as its title."""
    titles = draw(st.one_of(st.tuples(texts, texts), st.permutations([Scalar("flag", "true"), Scalar("number", "1")])))
    left, right = ({LOCALES[0]: {**draw(variants()), "title": title}} for title in titles)
    return facing(left, right)


def touched(draw, entry, states=STATES):
    """The same entry with one variant drawn anew."""
    locale = draw(st.sampled_from(sorted(entry)))
    made = draw(shared if locale == SHARED else variants(states))
    rest = {found: variant for found, variant in entry.items() if found != locale}
    return {**rest, locale: made} if made else rest


def leaf_values():
    """Any value that holds no other."""
    names = st.text(st.characters(), max_size=8)
    keys = st.builds(EntryKey, names, names)
    kinds = st.sampled_from(["text", "long_text", "rich_text", "number", "flag", "date", "option", "opaque"])
    return st.one_of(
        st.builds(Scalar, kinds, st.sampled_from(["1", "true", "a"]) | st.text(max_size=20)),
        st.builds(Asset, st.sampled_from(["image", "file"]), names, names),
        st.builds(Ref, keys),
    )


def values():
    """Any value in canonical form."""
    names = st.text(max_size=6)
    return st.recursive(
        leaf_values(),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=4).map(lambda items: Many(tuple(items))),
            st.dictionaries(names, inner, max_size=3).map(
                lambda found: Group(tuple(sorted(found.items(), key=name_of)))
            ),
        ),
        max_leaves=12,
    )


def name_of(pair):
    return pair[0]
