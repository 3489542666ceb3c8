"""What import-linter cannot see: rooms that know each other through strings."""

import re

from django.apps import apps
from django.conf import settings

from tests.architecture.rooms import PACKAGES, ROOT, layers, may_lean_on, our_python_files, room_of

APP_LABEL = re.compile(r"""["'](\w+)\.([A-Z]\w+)["']""")


def test_every_installed_room_stands_in_the_layers():
    ours = {app for app in settings.INSTALLED_APPS if app.split(".")[0] in PACKAGES}
    assert ours - set(layers()) == set()


def test_every_folder_of_code_is_a_room():
    folders = {
        f"engagement.{path.name}"
        for path in (ROOT / "engagement").iterdir()
        if (path / "__init__.py").exists()
    }
    assert folders - set(layers()) == set()


def test_relations_point_down():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        if (here := room_of(model._meta.app_config.name))
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model
        if (there := room_of(field.related_model._meta.app_config.name))
        if not may_lean_on(here, there)
    ]
    assert wrong == []


def test_models_named_in_strings_lie_below():
    labels = {config.label: room_of(config.name) for config in apps.get_app_configs()}
    wrong = []
    for path in our_python_files():
        here = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for label, model in APP_LABEL.findall(path.read_text(encoding="utf-8")):
            there = labels.get(label)
            if here and there and not may_lean_on(here, there):
                wrong.append(f"{path.relative_to(ROOT)}: {label}.{model}")
    assert wrong == []
