# Everything that a newcomer and the gate call. Needs Python >= 3.11 with venv, and make.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SOAK_SECONDS ?= 600

.PHONY: help setup demo test engines engines-vm soak check format bench screenshots docs man constraints clean

help:  ## show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY)  ## make .venv with the pinned versions

# Every download is checked against a hash; amity itself is installed from here, without a second download.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "amity needs Python 3.11 or later; try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q tui store
	@touch $@

demo: $(READY)  ## open the dashboard on a made-up team; nothing of yours is touched
	@$(BIN)/amity demo

test: $(READY)  ## run the whole suite
	$(BIN)/python -m pytest -n auto

engines: $(READY)  ## the tests with real sync engines (Debian: syncthing sshfs rclone unison openssh-server)
	AMITY_ENGINES=1 $(BIN)/python -m pytest -n 2 -rA tests/engines

# What the fuzzer has learnt and what it broke lies in build/fuzz; a crash-… file belongs into tests/fuzz/found.
soak: $(READY)  ## the long run: very many examples, then fuzzing (an hour and more; Linux)
	$(BIN)/python -c 'import atheris' 2> /dev/null || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints-soak.txt
	AMITY_SOAK=1 $(BIN)/python -m pytest -n auto tests/store
	$(BIN)/python -m tests.fuzz build/fuzz $(SOAK_SECONDS)

check: $(READY)  ## formatting, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)  ## format the code and mend what lint can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## performance, as ratios measured in one run
	$(BIN)/python -m tests.bench

engines-vm: $(READY)  ## NFS, SMB and power cuts in a virtual machine (Debian: says what to install; twenty minutes)
	$(BIN)/python -m tests.engines_vm

screenshots: $(READY)  ## draw the pictures anew (look at each before committing)
	$(BIN)/python -m screenshots

docs: $(READY)  ## build the pages into build/docs
	$(BIN)/python -m sphinx -W --keep-going -q -n docs build/docs

man: $(READY)  ## write docs/amity.1, the man page, anew
	$(BIN)/python -m sphinx -q -b man -d build/man/trees docs build/man
	cp build/man/amity.1 docs/amity.1

constraints:  ## pin the newest allowed versions with hashes (needs uv)
	uv pip compile pyproject.toml --group dev --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --upgrade -o constraints.txt
	uv pip compile --group soak --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-header --no-annotate --upgrade -o constraints-soak.txt

clean:  ## remove what setup and tools made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
