"""Every model of the house: stored text is normalised, names are Vietnamese, pairs are whole."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.models.options import camel_case_to_spaces

from engagement.text.fields import NormalisedCharField, NormalisedTextField
from tests.architecture.rooms import room_of

MODELS = [model for model in apps.get_models() if room_of(model._meta.app_config.name)]
# Columns no person types into: codes, hashes, names of code. Reviewed; a new one is added with
# its reason, or becomes a Normalised field.
MACHINE_WRITTEN = {
    "accounts.User": {"password", "username"},  # Django normalises a username by itself
    "audit.AuditEvent": {
        "kind",
        "actor_id",
        "actor_label",  # copied from a username
        "unit",
        "target_kind",
        "target_id",
        "before",
        "after",
        "request_id",
        "previous_hash",
        "hash",
    },
    "audit.AuditHead": {"hash"},
    "intake.ConsentRecord": {"purpose", "text_version", "text_hash"},
    "intake.RateRule": {"purpose"},
    "intake.Submission": {"form", "reference", "secret", "content_hash"},
    "intake.UsedChallenge": {"challenge"},
    "jobs.Lease": {"name", "holder"},
    "jobs.OutboxMessage": {
        "subject",
        "body",
        "about",
    },  # written by templates, deleted once delivered
    "jobs.PeriodicRun": {"name"},
    "live.Notice": {"subject"},
    "live.Snapshot": {"topic", "etag"},
    "qa.RouterVersion": {"checksum"},
    "qa.RoutingCase": {"digest"},
    "qa.Attachment": {"content_type"},
    "qa.Clock": {"calendar_version"},
    "qa.EventEffect": {"verb"},
    "qa.MailAttachment": {"content_type"},
    "qa.MailDraft": {"fingerprint"},
    "qa.PlannedPublication": {"masked", "overrides"},  # codes of what may stay
    "qa.Publication": {"search_title", "search_question", "search_answer"},
    "qa.Question": {"calendar_version", "search_text"},  # folded, not typed
    "qa.Step": {"verb"},
    "qa.Reopening": {"first_calendar_version"},
    "qa.PersonalDataRequest": {"calendar_version"},
    "qa.ContactProof": {"code_hash"},
    "qa.LegalDocument": {"key"},
    # Codes and expressions are checked against their grammar, not written as prose.
    "surveys.Choice": {"code", "parent"},
    "surveys.Closing": {"root"},
    "surveys.FreeText": {"variable"},
    "surveys.Look": {"what"},
    "surveys.Margin": {"question", "choice"},
    "surveys.MatrixRow": {"code"},
    "surveys.Page": {"code", "relevance"},
    "surveys.Question": {"code", "relevance", "constraint", "depends_on", "pattern"},
    "worktime.CalendarState": {"token"},
}
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)


def plain_text_columns(model: type[models.Model]) -> set[str]:
    """Name the columns of free text that would store whatever is sent."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices
    }


@each_model
def test_r9_2b_free_text_is_stored_normalised(model):
    allowed = MACHINE_WRITTEN.get(model._meta.label, set())
    assert plain_text_columns(model) - allowed == set()


def test_the_reviewed_list_names_columns_that_exist():
    stale = {
        label: columns - plain_text_columns(apps.get_model(label))
        for label, columns in MACHINE_WRITTEN.items()
    }
    assert {label: columns for label, columns in stale.items() if columns} == {}


def test_normalised_fields_are_known_by_their_type():
    assert issubclass(NormalisedCharField, models.CharField)
    assert issubclass(NormalisedTextField, models.TextField)


@each_model
def test_every_model_has_a_vietnamese_name(model):
    default = camel_case_to_spaces(model._meta.object_name)
    assert str(model._meta.verbose_name) != default
    assert str(model._meta.verbose_name_plural) != f"{default}s"


@each_model
def test_a_moment_and_its_person_are_both_there_or_neither(model):
    nullable = {field.name for field in model._meta.concrete_fields if field.null}
    pairs = [
        {f"{stem}_at", f"{stem}_by"}
        for stem in {name.removesuffix("_at") for name in nullable if name.endswith("_at")}
        if f"{stem}_by" in nullable
    ]
    checked = [set(columns_of(constraint)) for constraint in model._meta.constraints]
    assert [pair for pair in pairs if not any(pair <= columns for columns in checked)] == []


def columns_of(constraint: models.BaseConstraint) -> Iterator[str]:
    if isinstance(constraint, models.CheckConstraint):
        yield from columns_in(constraint.condition)


def columns_in(condition: object) -> Iterator[str]:
    for child in getattr(condition, "children", []):
        if isinstance(child, tuple):
            yield child[0].split("__")[0]
        else:
            yield from columns_in(child)


@each_model
def test_columns_are_named_after_what_they_hold(model):
    for field in model._meta.concrete_fields:
        if isinstance(field, models.BooleanField):
            assert field.name.startswith(("is_", "has_", "was_")), field.name
        if isinstance(field, models.DateTimeField) and field.model.__module__ == model.__module__:
            assert field.name.endswith("_at") or field.name in {"at", "last_login", "date_joined"}
