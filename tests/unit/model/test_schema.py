from isogloss.model.schema import Capabilities, RemoteField, RemoteKind, RemoteSchema


def test_a_kind_whose_fields_nobody_can_tell_is_not_a_kind_without_fields():
    assert RemoteKind("posts").fields is None
    assert RemoteKind("posts", {}).fields == {}
    assert RemoteSchema().locales is None


def test_two_descriptions_share_nothing():
    one, other = RemoteField("a", "Text", frozenset()), RemoteField("a", "Text", frozenset())
    assert one == other
    assert one.options is not other.options


def test_a_platform_without_limits_of_its_own_is_given_none():
    assert Capabilities().rate is None
    assert Capabilities().quota is None
