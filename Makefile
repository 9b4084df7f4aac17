# Everything is done from here. `make` alone lists what there is.
# Prerequisites: make, and Python 3.11 with venv, or uv, which brings it. Linux on x86-64.

SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:

PYTHON := .venv/bin/python

# Measured; README.md says the same.
BOT_SIZE := the bot (148 MB to download, 400 MB on disk)
DEV_SIZE := the bot and the developers' tools (405 MB to download, 1.3 GB on disk)
FUZZ_SIZE := the fuzzers, beside the bot's packages
OUTCODES_SIZE := what reads the ONS Postcode Directory
ENGINE_SIZE := the dialogue engine (660 MB to download, 2.4 GB on disk; some minutes)

.PHONY: help
help: ## List what can be done.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: install-run train ## Install, train and start everything; says when and where a person can chat.
	@$(PYTHON) -m bot run

.PHONY: test
test: lint validate train ## Lint, types, data and every test.
	@env -u PYTHONDONTWRITEBYTECODE $(PYTHON) -m pytest -n 3 # three at a time, as many of them wait for one another's programs; tests/conftest.py keeps those together that share an engine

.PHONY: install
install: install-engine ## Make or repair both environments, with the developers' tools.
	@scripts/install .venv "$(DEV_SIZE)" requirements/bot.txt requirements/dev.txt

.PHONY: install-run
install-run: install-engine ## Make or repair what `make run` needs, without the developers' tools.
	@scripts/install .venv "$(BOT_SIZE)" requirements/bot.txt

.PHONY: install-engine
install-engine: ## Make or repair the engine's environment alone.
	@scripts/install .venv-engine "$(ENGINE_SIZE)" requirements/engine.txt

.PHONY: train
train: install-engine ## Train the engine's model, if what it learns from has changed.
	@scripts/train

.PHONY: train-safety
train-safety: install ## Teach the safety net's second net from nlu_data/safety (most of an hour), and say what it finds.
	@$(PYTHON) -m training

.PHONY: lint
lint: install ## Check style and types.
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check . && $(PYTHON) -m mypy --no-error-summary
	@echo "Style and types are in order."

.PHONY: validate
validate: install ## Check the engine's data, the content and the services.
	@scripts/validate-data
	@$(PYTHON) -m bot validate

.PHONY: bench
bench: install train ## Measure turns, memory and long conversations.
	@$(PYTHON) -m bench

.PHONY: soak
soak: install ## Let 500 people write on three channels to a bot that is killed twice, and see that nothing gets lost (5 minutes).
	@$(PYTHON) -m bench.soak

.PHONY: eval-safety
eval-safety: install ## Measure how well the safety net hears, on messages held out for that; --write: see docs/safety-net.md.
	@$(PYTHON) -m evaluation

.PHONY: fuzz
fuzz: ## Try the safety net with what nobody would write: two minutes of hypothesis and two of atheris.
	@scripts/install .venv-fuzz "$(FUZZ_SIZE)" requirements/bot.txt requirements/fuzz.txt
	@.venv-fuzz/bin/python -m fuzz

.PHONY: outcodes
outcodes: ## Derive bot/directory/outcodes.csv again from the ONS Postcode Directory (docs/places.md).
	@scripts/install .venv-outcodes "$(OUTCODES_SIZE)" requirements/outcodes.txt
	@.venv-outcodes/bin/python scripts/outcodes

.PHONY: clean
clean: ## Remove environments, models and caches; people's data in var/ stays.
	@rm -rf .venv .venv-engine .venv-fuzz .venv-outcodes .venv*.lock models .mypy_cache .ruff_cache .hypothesis .rasa
	@find actions bench bot engine evaluation fuzz tests training -name __pycache__ -type d -prune -exec rm -rf {} +

LOCK := uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"

.PHONY: lock
lock: install ## Compile requirements/*.in to hashed lock files again.
	@cd requirements && export PATH="$(CURDIR)/.venv/bin:$$PATH" && \
	$(LOCK) --universal bot.in -o bot.txt && \
	$(LOCK) --universal dev.in -o dev.txt && \
	$(LOCK) --universal fuzz.in -o fuzz.txt && \
	$(LOCK) --universal outcodes.in -o outcodes.txt && \
	$(LOCK) --python-platform x86_64-manylinux_2_28 --override engine-overrides.txt engine.in -o engine.txt
