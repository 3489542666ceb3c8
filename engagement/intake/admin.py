from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from engagement.intake.models import RateRule
from engagement.intake.purposes import purpose_label, purposes


class RateRuleForm(forms.ModelForm[RateRule]):
    """What is limited is chosen by its name; a code that no room names any more stays choosable."""

    purpose = forms.ChoiceField(label="Việc")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known, own = purposes(), self.instance.purpose
        left = [(own, own)] if own and own not in dict(known) else []
        self.fields["purpose"] = forms.ChoiceField(label="Việc", choices=[*known, *left])


class PurposeFilter(admin.SimpleListFilter):
    title = "việc"
    parameter_name = "purpose"

    def lookups(
        self, _request: HttpRequest, _model_admin: admin.ModelAdmin[RateRule]
    ) -> list[tuple[str, str]]:
        return purposes()

    def queryset(self, _request: HttpRequest, queryset: QuerySet[RateRule]) -> QuerySet[RateRule]:
        return queryset.filter(purpose=self.value()) if self.value() else queryset


@admin.register(RateRule, site=site)
class RateRuleAdmin(ConfigurationAdmin):
    permission = Permission.SITE_CONFIGURE
    form = RateRuleForm
    list_display = ["purpose_name", "applies_to", "window_seconds", "limit", "is_active"]
    list_filter = [PurposeFilter, "applies_to"]

    @admin.display(description="Việc", ordering="purpose")
    def purpose_name(self, rule: RateRule) -> str:
        return purpose_label(rule.purpose)
