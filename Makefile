# Assay: everything a developer runs.
# SPDX-License-Identifier: Apache-2.0
SHELL := /bin/bash
.PHONY: demo test test-gateway simulate chaos build release deps format check check-format check-deploy proto dictionary bench validate clean

# Sources that are formatted by hand-off to swift-format; generated code is not.
FORMATTED = Package.swift $(shell find Sources loadtest Tests -name '*.swift' -not -path '*/Generated/*' 2>/dev/null)

## The main job on an embedded broker: workers, topics, traffic, live view.
demo: deps
	swift build -c release --product assay
	swift build -c release --product assay-gateway
	swift run -c release --skip-build assay demo $(ARGS)

## All tests.
# Only what the tests need is built: building every target would build the protobuf compiler, too.
test: deps
	swift build --product assayPackageTests
	swift build --product assay
	swift build --product assay-gateway
	swift test --skip-build

## The gateway by clients in another language and by a browser (Tests/Gateway). PYTEST_ARGS chooses tests; PICTURES is where pictures
## of the dashboard and measured numbers go.
GATEWAY_VENV ?= .build/gateway-venv
PICTURES ?=
test-gateway: deps
	@./deploy/install-libraries python3-venv chromium fonts-wqy-microhei
	test -x $(GATEWAY_VENV)/bin/python || python3 -m venv $(GATEWAY_VENV)
	$(GATEWAY_VENV)/bin/pip install -q --disable-pip-version-check -r Tests/Gateway/requirements.txt
	swift build --product assay
	swift build --product assay-gateway
	@export PICTURES="$${PICTURES:-$$(mktemp -d)}" PYTHONDONTWRITEBYTECODE=1 ASSAY_BIN="$$(swift build --show-bin-path)"; \
	$(GATEWAY_VENV)/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder Tests/Gateway $(PYTEST_ARGS); status=$$?; \
	cat "$$PICTURES"/*.txt 2>/dev/null; echo "Pictures of the dashboard: $$PICTURES"; exit $$status

## Simulated histories against the oracle: as many seeds as SEEDS says, or the one that SEED names.
SEEDS ?= 10000
simulate: deps
	swift build --product assayPackageTests
	SIMULATION_SEEDS=$(SEEDS) SIMULATION_SEED=$(SEED) swift test --skip-build --filter HistoryTests/histories

## Three workers, one of them killed every second: exactly once on the broker that KAFKA_BOOTSTRAP_SERVERS names, and at
## least once on the embedded one. CHAOS_SEED and CHAOS_RATE make other runs of it.
CHAOS_SECONDS ?= 60
chaos: deps
	swift build --product assayPackageTests
	swift build --product assay
	CHAOS_SECONDS=$(CHAOS_SECONDS) swift test --skip-build --filter ChaosTests

build: deps
	swift build --product assay
	swift build --product loadtest

release: deps
	swift build -c release --product assay

## Libraries that the package manager does not bring: installed when they are missing.
deps:
	@./deploy/install-libraries

format:
	swift format -i --parallel $(FORMATTED)

## Format, generated code against the schemas, and everything that workers are deployed by.
check: deps check-format check-deploy
	@./deploy/install-libraries protobuf-compiler
	@out=$$(mktemp -d) && ./proto-schemas/generate.sh "$$out" && diff -r "$$out/Wire" Sources/Wire/Generated \
		&& diff -r "$$out/Services" Sources/Services/Generated \
		|| { echo "Generated code is stale: run 'make proto'" >&2; exit 1; }

check-format:
	swift format lint --strict --parallel $(FORMATTED)

## Image, manifests, alert rules, dashboard, units: with tools from Debian and PyPI, which the first run brings.
check-deploy:
	@./deploy/check

proto: deps
	@./deploy/install-libraries protobuf-compiler
	./proto-schemas/generate.sh

## The dictionary that checkpoints are compressed with: only when their layout changes, as older ones must stay readable.
dictionary: deps
	swift build -c release --product loadtest
	out=$$(mktemp) && swift run -c release --skip-build loadtest dictionary > "$$out" \
		&& mv "$$out" Sources/Wire/Zstd/CheckpointDictionaryData.swift

bench: deps
	swift run -c release loadtest bench pipeline

## The automatic score against what people thought, on a corpus that is not part of the project.
VALIDATE_FILE ?= ../shared/data/satisfaction.dev.ndjson
validate:
	@test -f $(VALIDATE_FILE) || echo "skipped: $(VALIDATE_FILE) is not there (the corpora are not part of the project)"
	@! test -f $(VALIDATE_FILE) || $(MAKE) --no-print-directory validate-there

.PHONY: validate-there
validate-there: deps
	swift build -c release --product loadtest
	swift run -c release --skip-build loadtest validate $(VALIDATE_FILE) $(ARGS)

clean:
	swift package clean
