# `make` lists what can be done. PORT, DATABASE_URL and REDIS_URL come from the environment.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Copies of what was installed: packages are fetched again only when the lists have changed.
RUN_STAMP := $(VENV)/requirements.installed
DEV_STAMP := $(VENV)/requirements-dev.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Vietnamese needs a font that has its letters; Chromium is what browser tests drive, best without
# its windows.
SYSTEM_PACKAGES := chromium-headless-shell fonts-noto-core
INSTALL_PACKAGES := apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(SYSTEM_PACKAGES)

.DEFAULT_GOAL := help
.PHONY: help demo test test-services check fix bench clean browser

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUN_STAMP) ## The whole site with demo data on 127.0.0.1:$PORT (8000)
	@$(BIN)/python -m deploy.demo

# Tests start some sixty servers and commands: they start sooner where compiled modules are kept.
KEEP_COMPILED := env -u PYTHONDONTWRITEBYTECODE

test: $(DEV_STAMP) browser ## All tests, on SQLite
	@$(KEEP_COMPILED) -u DATABASE_URL -u REDIS_URL $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

test-services: export DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/test
test-services: export REDIS_URL ?= redis://127.0.0.1:6379/0
test-services: $(DEV_STAMP) browser ## The same tests, on PostgreSQL and Redis
	@$(BIN)/python .ci/services_ready.py
	@$(KEEP_COMPILED) $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(DEV_STAMP) ## Style, types, architecture, migrations, diagrams, deploy checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py draw_workflows --check
	@.ci/check-deploy

fix: $(DEV_STAMP) ## What can be repaired by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python manage.py draw_workflows

bench: $(DEV_STAMP) ## Figures, also with 50,000 questions, one JSON object a line
	@$(BIN)/python -m bench
	@DATABASE_URL=$${DATABASE_URL:-postgres://postgres@127.0.0.1:5432/test} $(BIN)/python -m bench.volume_pages
	@env -u DATABASE_URL $(BIN)/python -m bench.volume_pages

clean: ## Remove the demo database, caches and the virtual environment
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- What the commands above need -------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; $(PYTHON) is not. Name another: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): requirements.txt | $(BIN)/python
	@cmp -s requirements.txt $@ || $(PIP) install -r requirements.txt
	@cp requirements.txt $@

$(DEV_STAMP): requirements.txt requirements-dev.txt | $(BIN)/python
	@cat requirements.txt requirements-dev.txt | cmp -s - $@ || $(PIP) install -r requirements-dev.txt
	@cp requirements.txt $(RUN_STAMP)
	@cat requirements.txt requirements-dev.txt >$@

browser:
	@command -v chromium-headless-shell >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  { $(INSTALL_PACKAGES) >/dev/null; } && exit 0; fi; \
	command -v chromium >/dev/null && exit 0; \
	echo "Browser tests need Chromium. Run: sudo sh -c '$(INSTALL_PACKAGES)'"; exit 1
