"""Rows of the site search that the site's owner edits."""

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from engagement.text.models import Synonym
from engagement.text.queries import forget_synonyms


@admin.register(Synonym, site=site)
class SynonymAdmin(ConfigurationAdmin[Synonym]):
    """Abbreviations and popular names; a change counts within a minute in every process."""

    permission = Permission.SITE_CONFIGURE
    list_display = ("short_form", "meaning", "is_unconfirmed", "is_active")
    list_filter = ("is_unconfirmed", "is_active")
    search_fields = ("short_form", "meaning")

    def save_model(
        self,
        request: HttpRequest,
        obj: Synonym,
        form: ModelForm[Synonym],
        change: bool,  # noqa: FBT001 - Django's signature
    ) -> None:
        super().save_model(request, obj, form, change)
        forget_synonyms()
