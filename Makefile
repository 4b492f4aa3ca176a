# Căn Cứ: `make run` and `make test`. Everything is installed into .venv; state goes to state/.

PYTHON ?= python3
TORCH_INDEX ?=
TORCH = torch==2.13.0
VENV = .venv
BIN = $(VENV)/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check
NO_TORCH = /^[^ \#]/ { skip = ($$0 ~ /^(torch|triton|nvidia-|cuda-)/) } !skip
export CANCU_HOME ?= $(CURDIR)/state
export TOKENIZERS_PARALLELISM = false

.PHONY: run test check bench lock clean system-packages

run: $(VENV)/.run
	@$(BIN)/cancu ingest --quiet-if-held corpus/seed
	@$(BIN)/cancu index
	@$(BIN)/cancu serve

test: $(VENV)/.test system-packages check
	@$(BIN)/python -m pytest

check: $(VENV)/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.test
	@$(BIN)/python -m tests.bench.retrieval
	@$(BIN)/python -m tests.bench.unanswerable
	@$(BIN)/python -m tests.bench.identifiers
	@$(BIN)/python -m tests.bench.reading
	@$(BIN)/python -m tests.bench.articles
	@$(BIN)/python -m tests.bench.amendments
	@$(BIN)/python -m tests.bench.trees
	@$(BIN)/python -m tests.bench.encodings
	@$(BIN)/python -m tests.bench.placing
	@$(BIN)/python -m tests.bench.questions
	@$(BIN)/python -m tests.bench.drafts
	@$(BIN)/python -m tests.bench.eligibility
	@$(BIN)/python -m tests.bench.notes
	@$(BIN)/python -m tests.bench.delta
	@$(BIN)/python -m tests.bench.temporal
	@$(BIN)/python -m tests.bench.wordings
	@$(BIN)/python -m tests.bench.fuzz --inputs 2000
	@$(BIN)/python -m tests.bench.citations
	@$(BIN)/python -m tests.bench.citations --articles 0 --gold tests/bench/citations_later.jsonl

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Căn Cứ needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@echo "→ making $(VENV)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# PyTorch stands outside the lock: a CPU or CUDA build is the user's choice (TORCH_INDEX), the version is ours.
$(VENV)/.torch: $(VENV)/.python Makefile
	@$(BIN)/python -c 'from importlib.metadata import version; import sys; sys.exit(version("torch").split("+")[0] != "$(TORCH)".split("==")[1])' \
	  2>/dev/null || { echo "→ installing $(TORCH)"; $(PIP) install --progress-bar on $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) $(TORCH); }
	@touch $@

$(VENV)/.run: $(VENV)/.torch requirements.lock pyproject.toml
	@echo "→ installing pinned dependencies"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	@echo "→ installing what the tests need"
	@$(PIP) install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# Debian's Chromium and tesseract, where apt may be used; elsewhere tests that need them are skipped and say why.
system-packages:
	@missing=""; \
	 command -v chromium >/dev/null || missing="chromium"; \
	 tesseract --list-langs 2>/dev/null | grep -qx vie || missing="$$missing tesseract-ocr tesseract-ocr-vie"; \
	 if [ -z "$$missing" ]; then :; \
	 elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	   echo "→ installing Debian's $$missing"; \
	   apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	 else echo "not installed, and apt-get may not be used: $$missing. Browser tests or recognition of scans will be skipped"; fi

# Renew both lock files from pyproject.toml. PyTorch and its CUDA parts are left out.
lock: $(VENV)/.test
	@$(BIN)/python -m piptools compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header -o requirements.all pyproject.toml
	@$(BIN)/python -m piptools compile -q --generate-hashes --allow-unsafe --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --extra dev -o requirements-dev.all pyproject.toml
	@awk '$(NO_TORCH)' requirements.all > requirements.lock
	@awk '$(NO_TORCH)' requirements-dev.all > requirements-dev.lock
	@rm requirements.all requirements-dev.all

clean:
	rm -rf $(VENV) state build *.egg-info
