"""Every stored field is said to be personal or not: export, erasure and redaction read that."""

import pytest
from django.apps import apps


def our_models():
    return [model for model in apps.get_models() if model.__module__.startswith("ruggespraak.")]


def test_there_are_models_to_look_at():
    assert len(our_models()) > 10


@pytest.mark.parametrize("label", sorted(model._meta.label for model in our_models()))
def test_every_field_is_classified_once(label):
    model = apps.get_model(label)
    personal, impersonal = getattr(model, "personal", frozenset()), getattr(model, "impersonal", frozenset())
    fields = {field.name for field in model._meta.concrete_fields}
    assert personal | impersonal == fields, f"{label}: {personal ^ impersonal ^ fields}"
    assert not personal & impersonal
