# Run `make` for the list of what there is.
.DEFAULT_GOAL := help
.NOTPARALLEL:
SHELL := /bin/bash

# A run of the tests starts hundreds of processes: each would compile the whole of it anew.
unexport PYTHONDONTWRITEBYTECODE

bin := .venv/bin
catalogs := $(wildcard services/*/translations/*/LC_MESSAGES/*.po)

.PHONY: help demo demo-reset test test-deploy chaos bench lint install translations messages docs sbom lock vendor

help: ## show this list
	@echo "make ..."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/.local .venv/.translations ## run three cities on this machine, with demo data; Ctrl-C stops
	@exec $(bin)/python -m deploy.local.demo $(if $(PORTS),--ports "$(PORTS)")

demo-reset: .venv/.local ## delete the demo's data, so that the next `make demo` starts clean
	@$(bin)/python -m deploy.local.demo --reset

test: .venv/.dev .venv/.translations ## run all tests; ARGS="tests/unit -k group" runs some
	@$(bin)/python -m deploy.local.test_tools
	@exec $(bin)/pytest -n $$(($$(nproc) + 1)) --dist loadfile --no-loadscope-reorder $(ARGS)

test-deploy: .venv/.dev .venv/.translations ## with Docker: two cities, crashes, an upgrade, a restore, a cluster
	@TEST_DEPLOY=1 exec $(bin)/pytest $(or $(ARGS),tests/deploy/compose)

chaos: .venv/.dev .venv/.translations ## inject faults under load, write docs/reliability.md; ARGS="--fault relay_killed" for one
	@exec $(bin)/python -m tests.chaos $(ARGS)

bench: .venv/.bench .venv/.translations ## measure and write docs/performance.md; ARGS="--only events" measures one part
	@exec $(bin)/python -m tests.bench $(ARGS)

lint: .venv/.dev ## check style, types and who imports whom
	$(bin)/ruff check
	$(bin)/ruff format --check
	$(bin)/mypy
	$(bin)/lint-imports

install: .venv/.dev .venv/.translations ## install into .venv what tests and checks need

translations: .venv/.translations ## compile the translations

messages: .venv/.local ## bring the texts to translate up to date with the code
	@pot=$$(mktemp); trap 'rm "$$pot"' EXIT; for catalog in $(catalogs); do \
		service=$${catalog%%/translations/*}; language=$$(basename $${catalog%/LC_MESSAGES/*}); \
		mapping=services/gateway/babel.cfg; \
		case $$language in fi|id) [ ! -f $$service/babel-public.cfg ] || mapping=$$service/babel-public.cfg;; esac; \
		$(bin)/pybabel --quiet extract --mapping-file $$mapping --keywords _l --no-location \
			--sort-output --output-file $$pot $$service && \
		$(bin)/pybabel --quiet update --input-file $$pot --output-file $$catalog --locale $$language \
			--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120 || exit 1; \
	done

docs: .venv/.dev ## write docs/events.md, docs/asyncapi.yaml and what tests keep of new events
	@$(bin)/python -m tests.contracts.snapshots
	@$(bin)/python -m tests.contracts.golden
	@$(bin)/python -m tests.contracts.exchanged
	@$(bin)/python -m deploy.docs

sbom: .venv/.dev ## write docs/sbom.cdx.json, what a city runs that others made
	@$(bin)/python -m deploy.docs.sbom

lock: .venv/.dev ## write the lock files anew from requirements/*.in
	@deploy/lock.sh

vendor: ## build what the pages take from others anew; needs Node
	@services/gateway/static/vendor/build/build.sh

.venv/.local: requirements/local.txt
	@deploy/install.sh local

.venv/.dev: requirements/dev.txt
	@deploy/install.sh dev

.venv/.bench: requirements/bench.txt
	@deploy/install.sh bench

.venv/.translations: $(catalogs) | .venv/.local
	@for folder in $(sort $(foreach po,$(catalogs),$(firstword $(subst /translations/,/translations ,$(po))))); do \
		$(bin)/pybabel --quiet compile --directory $$folder || exit 1; \
	done
	@touch $@
