from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "engagement.reorganisation"
    label = "reorganisation"
    verbose_name = "Sắp xếp tổ chức"

    def ready(self) -> None:
        """Make the wizard's entry, its events and its own effects known to the house."""
        from engagement.accounts.permissions import Permission
        from engagement.audit.kinds import register_details, register_kinds
        from engagement.reorganisation import people, rules
        from engagement.reorganisation.effects import register_effect
        from engagement.web.workspace import WorkspaceItem, register

        for effect in people.EFFECTS:
            register_effect(effect)
        register_kinds(rules.AUDIT_KINDS)
        register_details({"units": "đơn vị"})
        register(
            WorkspaceItem(
                "Sắp xếp tổ chức",
                "reorganisation:index",
                Permission.ACCOUNTS_MANAGE,
                group="Chung",
                order=84,
            )
        )
