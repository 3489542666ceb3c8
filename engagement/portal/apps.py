from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "engagement.portal"
    label = "portal"
    verbose_name = "Trang công khai"

    def ready(self) -> None:
        from engagement.portal import menu, reorganising
        from engagement.reorganisation.effects import register_effect
        from engagement.web.menu import Place, register_menu

        register_effect(reorganising.EFFECT)
        register_menu(Place.MAIN, menu.main)
        register_menu(Place.TOOLS, menu.tools)
        register_menu(Place.SEARCH, menu.search)
        register_menu(Place.INTERACT, menu.interact)
        register_menu(Place.HELP, menu.helping)
