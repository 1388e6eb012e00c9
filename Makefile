# `make demo` shows a synthetic practice, `make run` serves your own, `make test` proves
# both. Needed: Python 3.11 or newer, make, a package index. See docs/operations.md.

PYTHON ?= python3
PORT ?= 8000
export PORT

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PYTEST := $(BIN)/pytest
SERVE := exec $(BIN)/gunicorn --config config/gunicorn.py config.wsgi
PRACTICE := sqlite:///$(CURDIR)/var/practice.sqlite3
DEMO := sqlite:///$(CURDIR)/var/demo.sqlite3

PYTHON_CODE := config dashboard ruptures tests tools manage.py
STATIC_FILES = $(shell find dashboard/static -type f)
TEMPLATES = $(shell find templates dashboard -name '*.html')
CATALOGUES := $(wildcard config/locale/*/LC_MESSAGES/django.po)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup run demo demo-reset test coverage check bench messages \
	lint format templates types layers migrations deployment documents translations

help:
	@echo "make setup       what all the others do first: .venv/ and the chart library"
	@echo "make demo        a synthetic practice on http://localhost:$(PORT)/"
	@echo "make demo-reset  empty it"
	@echo "make run         your own practice on http://localhost:$(PORT)/"
	@echo "make test        all tests"
	@echo "make coverage    all tests, and the lines and branches that none of them reaches"
	@echo "make bench       how quick it is with a million sessions, as ratios (minutes)"
	@echo "make check       lint, form, types, layers, migrations, deployment, documents, words"
	@echo "make messages    bring the catalogues of other languages up to what the code says"

# Set-up ---------------------------------------------------------------------

setup: .venv/installed var/plotly/plotly.min.js $(CATALOGUES:.po=.mo)

.venv/installed: requirements/runtime.txt requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "python3-venv is missing (Debian: apt install python3-venv)."; exit 1; }
	@echo "Installing the locked requirements into .venv/ ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes \
		$(addprefix -r ,$^)
	@touch $@

var/plotly/plotly.min.js: .venv/installed tools/fetch_plotly.py
	@$(BIN)/python tools/fetch_plotly.py

%.mo: %.po .venv/installed tools/messages.py
	@$(BIN)/python -m tools.messages compile

# Hashed and compressed names, as the server wants them.
var/static/staticfiles.json: var/plotly/plotly.min.js config/settings.py $(STATIC_FILES)
	@$(MANAGE) collectstatic --clear --no-input --verbosity 0
	@touch $@

# Serving --------------------------------------------------------------------

run: export DATABASE_URL ?= $(PRACTICE)
run: setup var/static/staticfiles.json
	@$(MANAGE) upgrade
	@$(MANAGE) first_code
	@$(SERVE)

# An exported DATABASE_URL is a practice's own: only `make demo DATABASE_URL=...` is meant.
demo: export DATABASE_URL = $(DEMO)
demo: setup var/static/staticfiles.json
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) shell --no-imports --command \
		'from ruptures.models import Case; raise SystemExit(not Case.objects.exists())' \
		|| $(MANAGE) seed_demo --therapists 3 --sessions 900 --seed 7
	@$(MANAGE) demo_sign_in
	@$(SERVE)

demo-reset:
	@rm -f var/demo.sqlite3 var/demo.sqlite3-wal var/demo.sqlite3-shm
	@echo "The demo is empty; make demo fills it again."

# Proving --------------------------------------------------------------------

# PYTEST_ADDOPTS adds options; DATABASE_URL=postgres://... tests on PostgreSQL.
# In small chunks, as the slow tests stand together: else one process ends far too early.
test: setup
	@$(PYTEST) --quiet --numprocesses auto --maxprocesses 4 --maxschedchunk 8

coverage: export PYTEST_ADDOPTS += --cov
coverage: test

# A DATABASE_URL of PostgreSQL: beside the database it names, bench_... are made.
bench: setup var/static/staticfiles.json
	@$(BIN)/python -m tools.bench

check: setup lint format templates types layers migrations deployment documents translations

lint:
	$(BIN)/ruff check $(PYTHON_CODE)

format:
	$(BIN)/ruff format --check $(PYTHON_CODE)

templates:
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)

types:
	$(BIN)/mypy

layers:
	$(BIN)/lint-imports --no-logo

migrations:
	$(MANAGE) makemigrations --check --dry-run

deployment: export SITE_URL = https://practice.example
deployment: export SECRET_KEY = $(shell $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')
deployment:
	$(MANAGE) check --deploy --fail-level WARNING

documents:
	$(PYTEST) --quiet tests/promises/test_documents.py tests/promises/test_house.py

translations:
	$(BIN)/python -m tools.messages check

# Proving says what is missing; this writes the gaps, to be filled by hand.
messages: setup
	$(BIN)/python -m tools.messages update
	$(BIN)/python -m tools.messages compile
