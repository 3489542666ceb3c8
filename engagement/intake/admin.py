from django.contrib import admin

from engagement.accounts.admin_site import ConfigurationAdmin, site
from engagement.accounts.permissions import Permission
from engagement.intake.models import RateRule


@admin.register(RateRule, site=site)
class RateRuleAdmin(ConfigurationAdmin):
    permission = Permission.SITE_CONFIGURE
    list_display = ["purpose", "applies_to", "window_seconds", "limit", "is_active"]
    list_filter = ["purpose", "applies_to"]
