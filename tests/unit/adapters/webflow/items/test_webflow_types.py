"""Types that Webflow holds in its own way: single lines, users, components in rich text."""

from isogloss.model.value import Scalar

COMPONENT = (
    '<wf-component component-id="c" data-w-id="w" name="A > B"><wf-prop name="p"><p>x</p></wf-prop></wf-component>'
)


def test_a_single_line_holds_no_text_of_several_lines(opened):
    article = opened().inspect().kinds["article"].fields
    assert "long_text" not in article["name"].holds
    assert "long_text" in article["origin"].holds


def test_users_are_named_as_what_is_never_written(opened, fields_of):
    can = opened(fields=fields_of(title="text name", by="opaque made-by")).capabilities("article")
    assert can.fixed == {"made-by"}


def test_a_component_is_made_without_the_id_of_an_instance_and_changed_with_it(
    site, opened, names, make_create, make_op, carry_out
):
    body = Scalar("rich_text", f"<p>a</p>{COMPONENT}")
    known = names()
    carry_out(opened(), [make_create("tea", {"en-US": "Tea"}, also={("en-US", "body"): body})], known)
    made = site.bodies("POST")[0]["items"][0]["fieldData"]["post-body"]
    assert "data-w-id" not in made
    assert made == body.text.replace(' data-w-id="w"', "")
    change = make_op("update", "tea", {("en-US", "body"): (body, Scalar("rich_text", COMPONENT))}, present=["en-US"])
    carry_out(opened(), [change], known)
    assert 'data-w-id="w"' in site.bodies("PATCH")[0]["items"][0]["fieldData"]["post-body"]
