# Each target builds .venv by itself; a machine needs only Python 3.11 to 3.13, venv and make, and for lint and test
# also Node.js 20, with which the scripts are checked. Nobody who uses the kit needs Node.js.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Its release tables are kept and compared by nbval, which wants their cell's count too.
SUMMARY := notebooks/cohort_summary.ipynb
ARGS ?=
WORKERS ?= $(shell $(BIN)/python -c "import os; print(min(5, (os.cpu_count() or 1) + 1))")
NEED_NODE := The scripts are checked with Node.js 20.19 or newer and npm: install both \
  (Debian: apt install nodejs npm), then run make again.

HAS_NODE := node -e 'const [v, w] = process.versions.node.split("."); process.exit(v > 20 || (v == 20 && w >= 19) ? 0 : 1)' \
  2>/dev/null && command -v npm >/dev/null || { echo "$(NEED_NODE)" >&2; exit 1; }

# What a change is tried with while one works on it: every folder whose tests call the kit in their own process. Those
# left out start hosts, kernels, JupyterLab or Chromium, run whole commands, build the wheel, or play attacks over
# eight weeks.
QUICK := $(filter-out $(addprefix tests/,attacks benchmarks browser cli drills lab live notebook reports),\
  $(patsubst %/__init__.py,%,$(wildcard tests/*/__init__.py))) \
  $(filter-out tests/test_identity.py tests/test_reports.py,$(wildcard tests/test_*.py))

.PHONY: demo lab test test-quick test-scripts lint bench audit lock sample pictures own clean

demo: $(VENV)/.ready          ## the sample cohort: import, publish, nine reports, JupyterLab (ARGS=--no-open: no JupyterLab)
	$(BIN)/kit demo $(ARGS)

lab: $(VENV)/.ready           ## JupyterLab on the notebooks
	$(BIN)/kit lab $(ARGS)

# What Python compiled is kept, also where the environment forbids it: whatever the tests start is there a third sooner.
test test-quick bench audit: export PYTHONDONTWRITEBYTECODE =

# One run for all, and one process more than there are processors: while one waits for a browser or a disk, another
# computes. worksteal: neighbours share what their file sets up, and nobody waits at the end for one long file.
test: $(VENV)/.ready-dev test-scripts ## all tests but long proofs and benchmarks, then every notebook
	$(BIN)/python -m pytest -m "not bench and not audit" -n $(WORKERS) --dist worksteal $(ARGS)
	$(BIN)/python -m pytest -p nbval.plugin --nbval-lax notebooks -p no:cacheprovider -W default -n auto --dist loadfile

test-quick: $(VENV)/.ready-dev ## the loop while one works: no hosts, kernels, browsers and whole commands
	$(BIN)/python -m pytest -q -m "not bench and not audit" -n auto --dist worksteal \
	  --ignore tests/contracts/test_wheel.py $(QUICK) $(ARGS)

test-scripts:                 ## what scripts compute without a page
	@$(HAS_NODE)
	npm run --silent test

lint: $(VENV)/.ready-dev node_modules/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.voice
	$(BIN)/nbstripout --verify --keep-id $(filter-out $(SUMMARY),$(wildcard notebooks/*.ipynb))
	$(BIN)/nbstripout --verify --keep-id --keep-count $(SUMMARY)
	npm run --silent lint

bench: $(VENV)/.ready-dev     ## ratios and peak memory, printed
	$(BIN)/python -m pytest -m bench -s -q tests/benchmarks $(ARGS)

audit: $(VENV)/.ready-dev     ## long proofs and histories
	$(BIN)/python -m pytest -m audit $(ARGS)

sample: $(VENV)/.ready-dev    ## remake data/sample_cohort from its seed, and the tables that the summary keeps of it
	$(BIN)/kit simulate --sample
	$(BIN)/jupyter nbconvert --to notebook --execute --inplace --log-level ERROR $(SUMMARY)
	$(BIN)/nbstripout --keep-id --keep-count $(SUMMARY)

pictures: sample              ## remake the sample cohort, and take every picture of README and guide anew (or ARGS="screen walk")
	$(BIN)/python -m tests.browser.pictures $(ARGS)

# In the commit that releases a version, so that the next one knows its words, cells, elements and blocks for the kit's
# own; a test asks for it as soon as CHANGELOG.md names the version without "(unreleased)".
own: $(VENV)/.ready-dev       ## note what this version says in data/earlier_own.txt
	$(BIN)/python -m tests.earlier_own

lock: $(VENV)/.ready-dev      ## pin versions anew; hashes and no addresses
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q \
	  pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q \
	  pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	npm run --silent lock

clean:
	rm -rf $(VENV) node_modules kit-demo artefacts .pytest_cache .mypy_cache .ruff_cache

# pip refuses "-e ." beside hashes, so the kit itself is installed in a second step, from this folder.
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

node_modules/.ready: package-lock.json package.json .npmrc
	@$(HAS_NODE)
	npm ci --no-audit --no-fund --loglevel error
	touch $@
