# Two commands set everything up: `make serve` and `make test`. Needs Python 3.11 or newer, git and make.
# CONTRIBUTING.md says what each of the others is for.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export BASE_URL ?= http://127.0.0.1:$(PORT)

# The other of the two Pythons that are supported, where it answers: a shim of pyenv may be there and refuse.
version_of = $(shell $(1) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
OTHER := $(firstword $(filter-out $(call version_of,$(PYTHON)),$(foreach version,3.11 3.12,$(call version_of,python$(version)))))
OTHER_VENV := $(if $(OTHER),.venv-$(OTHER))

.PHONY: serve dev test quick soak bench search_quality screenshots lint lint_here lock format clean
.DEFAULT_GOAL := serve

# A stamp for each set of requirements: installing again only when the list has changed.
$(VENV)/.production: requirements.txt
	@echo "==> Virtual environment and requirements (the first time takes a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt
	@echo "==> Virtual environment, requirements and test tools (the first time takes a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.production

# Made again only when their source has changed, so that a second start takes seconds.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard site/*/*/LC_MESSAGES/*.po))
STATIC := staticfiles/staticfiles.json

%.mo: %.po | $(VENV)/.production
	@echo "==> Interface catalogue $<"
	@$(MANAGE) compile_catalogues --verbosity 0

$(STATIC): $(VENV)/.production $(shell find static -type f) site/core/static_bundle.py
	@echo "==> Static files"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

serve: $(VENV)/.production $(CATALOGUES) $(STATIC)
	@echo "==> Database (the first time takes half a minute)"
	@$(MANAGE) migrate --verbosity 0
	@echo "==> Opening content (the first time takes half a minute)"
	@$(MANAGE) load_opening_content --if-empty
	@$(MANAGE) rebuild_listing_index --if-outdated --verbosity 0
	@echo
	@echo "Site:           http://127.0.0.1:$(PORT)/"
	@echo "Admin:          http://127.0.0.1:$(PORT)/admin/"
	@echo "Stop it with Ctrl+C."
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(BIN)/gunicorn --pythonpath site --bind 127.0.0.1:$(PORT) \
		--workers 2 --threads 4 --log-level warning config.wsgi

# The same on Django's own server: tracebacks, and reloading when a file changes.
dev: $(VENV)/.development $(CATALOGUES)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_opening_content --if-empty
	@$(MANAGE) rebuild_listing_index --if-outdated --verbosity 0
	@DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

.venv-%/.development: requirements.txt requirements-dev.txt
	@$(MAKE) --no-print-directory VENV=.venv-$* PYTHON=python$* .venv-$*/.development

# Every lane, on both Pythons where there are two.
test: $(VENV)/.development $(OTHER_VENV:%=%/.development)
	@OTHER_PYTHON=$(OTHER_VENV:%=%/bin/python) $(BIN)/python tests/lanes.py

# For every day: what is tested in this process, but for what is slow, on SQLite, until the first failure.
quick: $(VENV)/.development
	@TEST_DATABASE_URL= $(BIN)/python -m pytest -q -x -n 2 --dist worksteal -m "not browser and not html and not two_connections and not slow"

# The properties, each with a thousand examples that nobody has chosen, and what is tried in numbers. Takes half an hour.
soak: $(VENV)/.development
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "hypothesis or soak"

# The directory among 1,000, 10,000 and 100,000 invented networks, in a database of its own beside this one.
bench: $(VENV)/.development
	@test -n "$(BENCH_DATABASE_URL)" || { echo "Set BENCH_DATABASE_URL, for example to postgresql://user:password@127.0.0.1/kafaat"; exit 2; }
	@$(BIN)/python bench/directory.py

# What the directory makes of judged queries, in a database of its own; fails below the aims. QUERIES names another set.
search_quality: $(VENV)/.development
	@$(BIN)/python bench/search_quality.py --check $(if $(QUERIES),--queries $(QUERIES))

# The pictures of the guides in docs/, from a site of their own. Needs Chromium.
screenshots: $(VENV)/.development $(CATALOGUES)
	@$(BIN)/python docs/make_screenshots.py

lint: lint_here $(OTHER_VENV:%=%/.development)
	@$(if $(OTHER),$(MAKE) --no-print-directory VENV=$(OTHER_VENV) PYTHON=python$(OTHER) lint_here,echo "Only one of Python 3.11 and 3.12 answers here.")

lint_here: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint .
	PYTHONPATH=.:site $(BIN)/lint-imports
	PYTHONPATH=.:site $(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

# The requirements files again from the short lists, on Python 3.11. What is locked stays while the lists
# allow it: `make lock LOCK=--upgrade` takes the newest releases that they allow.
lock: $(VENV)/.development
	@for list in requirements requirements-dev; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile $(LOCK) --output-file $$list.txt $$list.in || exit 1; \
	done

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .venv-* staticfiles var/prepared tests/browser/node_modules
