# Everything that a person types here; `make` alone lists it. Works from a bare Python 3.11, make, git and npm.
.DEFAULT_GOAL := help
.PHONY: help demo notebook test test-quick soak lint format bench setup plotly chromium picture constraints clean

PYTHON ?= $(shell python3.11 -c "" 2>/dev/null && echo python3.11 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
PLOTLY := timeline/view/static/plotly-basic.min.js
FONTS := timeline/view/static/fonts
VALIDATOR := build/validator/node_modules/html-validate/package.json
BROWSERS := chromium chromium-browser google-chrome google-chrome-stable
SUDO := $(shell test "$$(id -u)" = 0 || echo sudo)
APT := $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -q
# Two runs at once take turns where they change something that both use.
LOCK := $(shell command -v flock >/dev/null 2>&1 && echo flock .make.lock)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \t\2/p' $(MAKEFILE_LIST) | expand -t 22

demo: $(VENV)/runtime $(PLOTLY) ## turn events.csv into exports/clearview.html
	@mkdir -p exports
	@$(BIN)/timeline export events.csv exports/clearview.html
	@echo "To explore the same events in a notebook: make notebook"
	@echo "To see the page, open it in any browser, no network needed: $(CURDIR)/exports/clearview.html"

notebook: $(VENV)/runtime $(PLOTLY) ## open notebooks/explore.ipynb in JupyterLab
	$(BIN)/python -m jupyter lab notebooks/explore.ipynb

test: $(VENV)/dev $(PLOTLY) $(VALIDATOR) chromium ## the whole suite, in a real browser too (ARGS="-k name" for a part)
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

test-quick: $(VENV)/dev $(PLOTLY) $(VALIDATOR) ## the suite without a browser
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not soak" $(ARGS)

soak: $(VENV)/dev $(PLOTLY) chromium ## what takes minutes, such as the demo in a fresh clone
	$(BIN)/python -m pytest -m soak $(ARGS)

lint: $(VENV)/dev ## ruff and mypy, as continuous integration runs them
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

format: $(VENV)/dev ## let ruff mend what it can
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

bench: $(VENV)/dev $(PLOTLY) chromium ## how fast we are beside what others would use, as ratios
	$(BIN)/python -m benchmarks.run $(ARGS)

setup: $(VENV)/dev $(PLOTLY) ## only make .venv, with everything for working on the project

# Two stamps, so that the demo does not wait for the tools of the tests. A run that waited for another finds its stamp.
$(VENV)/runtime: WHAT := .
$(VENV)/dev: WHAT := .[dev]
$(VENV)/runtime $(VENV)/dev: pyproject.toml constraints.txt
	@echo "Setting up $(VENV) for $(WHAT) (a minute or so, the first time) ..."
	@$(LOCK) sh -ec ' \
	  if test "$@" -nt pyproject.toml && test "$@" -nt constraints.txt; then exit 0; fi; \
	  if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    $(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || \
	      { echo "Python 3.11 or newer is needed. Say which with: make PYTHON=python3.12"; exit 1; }; \
	    $(PYTHON) -c "import ensurepip" 2>/dev/null || \
	      { $(APT) update; $(APT) install -y $$($(PYTHON) -c "import sys; print(\"python%d.%d-venv\" % sys.version_info[:2])"); }; \
	    $(PYTHON) -m venv --clear $(VENV); \
	  fi; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input -e "$(WHAT)" -c constraints.txt; \
	  touch $(VENV)/runtime $@'

# The exact versions stand in package.json. Without npm, or off the network, the view uses the script in Plotly's wheel, and
# pictures the fonts of the machine.
plotly: $(PLOTLY) ## fetch the small Plotly script that pages carry, and the font of pictures
$(PLOTLY): package.json
	@mkdir -p build $(FONTS); fetched=$$(mktemp -d build/plotly.XXXXXX); cp package.json "$$fetched"; \
	if command -v npm >/dev/null 2>&1 && npm install --prefix "$$fetched" --silent --ignore-scripts --no-package-lock \
	     --no-audit --no-fund --fetch-retries 1 --fetch-timeout 60000 >/dev/null 2>&1; then \
	  cp "$$fetched"/node_modules/@fontsource/arimo/files/arimo-latin-[47]00-*.woff2 $(FONTS)/; \
	  touch "$$fetched"/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js; \
	  mv -f "$$fetched"/node_modules/plotly.js-basic-dist-min/plotly-basic.min.js $@; \
	else echo "Plotly's small script could not be fetched with npm; pages will carry the larger one of Plotly's wheel."; fi; \
	rm -rf "$$fetched"

$(VALIDATOR): tests/package.json
	@mkdir -p build/validator && cp tests/package.json build/validator/
	@npm install --prefix build/validator --silent --ignore-scripts --no-package-lock --no-audit --no-fund
	@touch $@

chromium:
	@for name in $(BROWSERS); do if command -v $$name >/dev/null 2>&1; then exit 0; fi; done; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "The browser tests need Chromium: install it, or run make test-quick."; exit 1; fi; \
	$(LOCK) sh -ec '$(APT) update; $(APT) install -y --no-install-recommends chromium fonts-liberation'

picture: $(VENV)/dev $(PLOTLY) chromium ## take the README's picture anew
	$(BIN)/python docs/picture.py

constraints: ## pin the newest versions that pyproject.toml allows
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install --quiet --upgrade ".[dev]"
	build/constraints/bin/python -m pip freeze --exclude legal-timeline > build/pins.txt
	{ grep '^#' constraints.txt; cat build/pins.txt; } > build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build/constraints build/pins.txt

clean: ## remove what was installed, fetched and cached; exports stay
	rm -rf $(VENV) .make.lock build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis $(PLOTLY) $(FONTS)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
