import pytest
from ids import plain

from isogloss.errors import Refused
from isogloss.model.locale import Locale
from isogloss.plan.limits import (
    Bound,
    Count,
    Extent,
    Limits,
    MaxLoss,
    Raise,
    raised,
    refuse_if_dangerous,
    refuse_if_lossy,
)

BOUNDS = Limits(delete=0.1, change=0.5, minimum=10)


TOO_MANY = (
    r"the plan would delete 11 of 100 entries on butter, more than 10%\. If that is meant, give --limit delete=… "
    r"for this run, or raise limits\.delete in the mapping\. A side of fewer entries than "
    r"limits\.minimum \(10\) is not held to it\."
)


def extent(existing=100, known=0, deleted=0, changed=0, **of):
    return Extent("butter", existing, known, deleted, changed, **of)


@pytest.mark.parametrize(
    "harmless",
    [
        extent(),
        extent(deleted=10),
        extent(changed=50),
        extent(existing=9, deleted=9, changed=9),  # too few to speak of shares
        extent(existing=0),
        extent(existing=50, known=100),
        extent(existing=1, known=9),
    ],
    ids=plain,
)
def test_what_stays_within_the_limits_is_let_through(harmless):
    refuse_if_dangerous((harmless,), BOUNDS)


@pytest.mark.parametrize("percent", range(1, 100))
def test_a_limit_is_reached_in_whole_numbers_and_not_by_rounding(percent):
    bounds = Limits(delete=percent / 100, change=percent / 100)
    refuse_if_dangerous((extent(deleted=percent), extent(changed=percent), extent(existing=100 - percent)), bounds)
    refuse_if_lossy({("butter", "approximated"): percent}, 100, MaxLoss(share=percent / 100))
    for beyond in (extent(deleted=percent + 1), extent(changed=percent + 1)):
        with pytest.raises(Refused):
            refuse_if_dangerous((beyond,), bounds)


@pytest.mark.parametrize(
    ("dangerous", "sentence"),
    [
        (extent(deleted=11), rf"^{TOO_MANY}$"),
        (extent(changed=51), "change 51 of 100 entries on butter, more than 50%"),
        (extent(existing=10, deleted=2), "delete 2 of 10"),
        (
            extent(existing=0, known=1),
            (
                "^butter reads empty, but 1 entries were there before. Nothing was written. Check the site, the token "
                "and the mapping; if everything was really deleted, use a fresh state.$"
            ),
        ),
        (extent(existing=49, known=100), "shows 49 entries where 100 were known: 51 are gone"),
        (extent(existing=4, known=10), "shows 4 entries where 10 were known: 6 are gone"),
    ],
    ids=plain,
)
def test_what_goes_beyond_a_limit_is_refused_with_the_counts(dangerous, sentence):
    with pytest.raises(Refused, match=sentence):
        refuse_if_dangerous((extent(), extent(existing=0), dangerous), BOUNDS)


def test_the_limit_that_was_passed_is_named_for_the_mapping():
    with pytest.raises(Refused, match=r"limits\.delete"):
        refuse_if_dangerous((extent(deleted=11),), BOUNDS)


FR = Locale("fr-FR")
NEAR = Limits(
    delete=Count(3),
    change=1.0,
    kinds={"author": Bound(delete=0.5, minimum=2), "topic": Bound(change=Count(0))},
    locales={FR: Bound(change=0.1)},
)


@pytest.mark.parametrize(
    "harmless",
    [
        extent(deleted=3),
        extent(existing=2, deleted=1, kind="author"),
        extent(existing=1, deleted=1, kind="author"),  # too few to speak of shares
        extent(deleted=99, kind="topic"),
        extent(deleted=99, changed=99, kind="article"),
        extent(existing=0, known=1, kind="author"),
        extent(changed=10, locale=FR),
        extent(deleted=100, locale=FR),
        extent(existing=0, known=9, kind="article"),
    ],
    ids=plain,
)
def test_a_kind_and_a_locale_are_held_to_what_is_said_of_them(harmless):
    refuse_if_dangerous((harmless,), NEAR)


@pytest.mark.parametrize(
    ("dangerous", "sentence"),
    [
        (
            extent(existing=4, deleted=4),
            r"delete 4 of 4 entries on butter, more than 3\. .* limits\.delete in the mapping\.$",
        ),
        (extent(existing=2, deleted=2, kind="author"), r"2 of 2 author entries .* limits\.kinds\.author\.delete"),
        (extent(existing=1, changed=1, kind="topic"), r"change 1 of 1 topic entries on butter, more than 0"),
        (extent(changed=11, locale=FR), r"change 11 of 100 fr-FR variants .* limits\.locales\.fr-FR\.change"),
        (
            extent(existing=0, known=2, kind="author"),
            r"empty of kind author, but 2 .* --limit kinds\.author\.minimum=3",
        ),
        (extent(existing=0, known=10, kind="article"), "butter reads empty of kind article, but 10 entries were there"),
    ],
    ids=plain,
)
def test_a_kind_or_a_locale_that_goes_beyond_is_named_with_its_limit(dangerous, sentence):
    with pytest.raises(Refused, match=sentence):
        refuse_if_dangerous((extent(), dangerous), NEAR)


LOST = {("butter", "approximated"): 2, ("webflow", "no place for alt text"): 3}


@pytest.mark.parametrize("most", [MaxLoss(), MaxLoss(cells=5), MaxLoss(share=0.05)], ids=plain)
def test_a_plan_may_lose_as_much_as_is_allowed(most):
    refuse_if_lossy(LOST, 100, most)


@pytest.mark.parametrize(
    ("most", "allowed"),
    [(MaxLoss(cells=4), 4), (MaxLoss(share=0.04), 4), (MaxLoss(cells=0), 0), (MaxLoss(share=0.0), 0)],
)
def test_a_plan_that_would_lose_more_is_refused_with_the_reasons_worst_first(most, allowed):
    sentence = f"lose 5 cells .* more than the {allowed} .* 3 x no place for alt text, 2 x approximated"
    with pytest.raises(Refused, match=sentence):
        refuse_if_lossy(LOST, 100, most)


def test_a_limit_is_raised_where_it_stands_and_the_others_stay() -> None:
    limits = Limits(kinds={"article": Bound(change=0.2)})
    made = raised(limits, [Raise("change", 0.8), Raise("kinds.article.delete", Count(5)), Raise("minimum", Count(3))])
    assert (made.change, made.delete, made.minimum) == (0.8, limits.delete, 3)
    assert made.kinds == {"article": Bound(delete=Count(5), change=0.2)}
    assert made.raised == ("change=80%", "kinds.article.delete=5", "minimum=3")
    own = raised(limits, [Raise("locales.fr-FR.minimum", Count(2)), Raise("locales.fr-FR.change", 0.5)])
    assert own.locales == {Locale("fr-FR"): Bound(change=0.5, minimum=2)}
    assert limits.raised == ()
    other = raised(limits, [Raise("kinds.blog.post.delete", Count(1))])
    assert other.kinds == {**limits.kinds, "blog.post": Bound(delete=Count(1))}


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("most", "there is no limit most; name one of delete, change, minimum"),
        ("planets.mars.delete", "planets.mars.delete: write it as delete, kinds.KIND.delete or locales.LOCALE.delete"),
        ("locales.change", "locales.change: write it as change, kinds.KIND.change or locales.LOCALE.change"),
        ("kinds.article.minimum", "kinds.article.minimum: give a number of entries, not a share"),
    ],
)
def test_a_limit_that_there_is_not_is_refused_with_those_there_are(path: str, why: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011  # all of the sentence is asked for
        raised(Limits(), [Raise(path, 0.5)])
    assert str(refused.value) == why
