# Two commands set everything up: `make serve` and `make test`. Needs Python 3.11 or newer, git and make.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export BASE_URL ?= http://127.0.0.1:$(PORT)

.PHONY: serve dev test bench screenshots lint format clean
.DEFAULT_GOAL := serve

# A stamp for each set of requirements: installing again only when the list has changed.
$(VENV)/.production: requirements.txt
	@echo "==> Virtual environment and requirements (the first time takes a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements.txt requirements-dev.txt
	@echo "==> Virtual environment, requirements and test tools (the first time takes a minute or two)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.production

# Made again only when their source has changed, so that a second start takes seconds.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard site/locale/*/LC_MESSAGES/*.po))
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
	@$(MANAGE) rebuild_listing_index --if-empty --verbosity 0
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
	@DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.development
	@$(BIN)/python tests/lanes.py

# The directory among 1,000, 10,000 and 100,000 invented networks, in a database of its own beside this one.
bench: $(VENV)/.development
	@test -n "$(BENCH_DATABASE_URL)" || { echo "Set BENCH_DATABASE_URL, for example to postgresql://user:password@127.0.0.1/kafaat"; exit 2; }
	@$(BIN)/python bench/directory.py

# The pictures of the guides in docs/, from a site of their own. Needs Chromium.
screenshots: $(VENV)/.development $(CATALOGUES)
	@$(BIN)/python docs/make_screenshots.py

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint .
	PYTHONPATH=.:site $(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

format: $(VENV)/.development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) staticfiles tests/browser/node_modules
