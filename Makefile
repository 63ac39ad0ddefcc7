# `make` lists the targets. Everything is built once, in release configuration: the program,
# its tests and the benchmarks share .build.

SWIFT ?= swift
PYTHON ?= python3
# A later compiler may warn of more than ours: `make WARNINGS= …` lets it.
WARNINGS ?= -Xswiftc -warnings-as-errors
FLAGS := -c release $(WARNINGS)
PROGRAM := .build/release/smilestone
SOURCES := Package.swift Plugins Sources Tests Benchmarks/AuditPower Examples/Package.swift Examples/Sources
RUN ?= runs/synthetic
ARGS ?=
# Where `make install` puts the program; DESTDIR goes before it, as packagers expect.
PREFIX ?= /usr/local
DESTDIR ?=
# What `smilestone version` names.
SMILESTONE_COMMIT ?= $(shell git describe --always --dirty --abbrev=12 2> /dev/null)
CASES ?= ../shared/cases
ARCHIVES ?= ../shared/faces

FAST_TESTS := ^(Support|Weights|Imaging|Video|Statistics|Events|Faces|FaceDetection|Datasets|Synthetic|Exploration|Tracking|Analysis|Planning|Report|SharedWork|Tuning)Tests\.
TORCH_TESTS := ^(Torch|FaceNetworks|Models|Expression|Training|Study|CommandLine)Tests\.
TEST := $(SWIFT) test $(FLAGS) --skip-build --disable-xctest

export PYTHON SMILESTONE_COMMIT

.DEFAULT_GOAL := help
.PHONY: help study test test-fast bench validate cases build setup doctor format lint docs reference \
  count-opens screenshot tutorial video-recipe clean install uninstall package check-package examples \
  compare-onnx measure-page

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

study: build ## run the whole study on synthetic faces into RUN (runs/synthetic)
	$(PROGRAM) study --preset synthetic --out $(RUN) $(ARGS)

test: ## build and run all tests: the quick ones, then those that need libtorch
	@scripts/setup.sh --with-test-tools
	$(SWIFT) build $(FLAGS) --build-tests
	$(TEST) --filter '$(FAST_TESTS)'
	$(TEST) --no-parallel --filter '$(TORCH_TESTS)'

test-fast: ## build and run the tests that need no libtorch, in a build of their own
	@scripts/setup.sh --only-system
	SMILESTONE_WITHOUT_TORCH=1 $(SWIFT) test $(FLAGS) --disable-xctest --scratch-path .build/fast

bench: build ## compare speed and memory with PyTorch on the same JPEG files
	@scripts/bench-setup.sh
	.deps/bench-venv/bin/python Benchmarks/run.py --program $(PROGRAM) $(ARGS)

validate: ## simulate cohorts: do intervals hold the truth, do tests reject too often
	@scripts/setup.sh --only-system
	SMILESTONE_WITHOUT_TORCH=1 $(SWIFT) run $(FLAGS) --scratch-path .build/fast \
	  validate docs/results $(ARGS)

cases: build ## run inputs as people have them, where the folder CASES is there
	$(PYTHON) scripts/cases.py $(CASES) --program $(PROGRAM) $(ARGS)

install: build ## install the program below PREFIX (/usr/local)
	@scripts/setup.sh --with-packaging
	scripts/install.sh $(DESTDIR)$(PREFIX)

uninstall: ## remove what `make install` put below PREFIX
	scripts/uninstall.sh $(DESTDIR)$(PREFIX)

package: build ## make an archive that runs anywhere and a Debian package, in .build/packages
	@scripts/setup.sh --with-packaging
	scripts/package.sh

check-package: package ## run a study with that archive where there is no checkout and no Swift
	scripts/check-package.sh

examples: build ## build the programs of Examples from outside, against a copy of the library, and run them
	scripts/check-examples.sh

build: setup ## build the program into .build/release/smilestone
	$(SWIFT) build $(FLAGS) --product smilestone

setup: ## install what is missing: system packages, libtorch, the Vega-Lite bundle
	@scripts/setup.sh

doctor: build ## say what is installed, what is missing and how to repair it
	$(PROGRAM) doctor

format: ## format all Swift files
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint: ## check the format strictly, that no folders use each other both ways, and the terms
	$(SWIFT) format lint --strict --recursive $(SOURCES)
	$(PYTHON) scripts/folder-uses.py
	$(PYTHON) scripts/terms.py

count-opens: build ## count with strace how often studies open each image file: twice at most
	$(PYTHON) scripts/count-opens.py --program $(PROGRAM)

reference: setup ## write the parts of the documents that are made from the code
	$(SWIFT) build $(FLAGS) --product document
	.build/release/document .

compare-onnx: setup ## compare all networks as ONNX with ONNX Runtime and OpenVINO
	$(SWIFT) build $(FLAGS) --build-tests
	scripts/compare-onnx.sh

measure-page: build ## time how long a browser takes to open the page of the run in RUN (ARGS="--faces 26000")
	$(PYTHON) scripts/measure-page.py $(RUN) --program $(PROGRAM) $(ARGS)

screenshot: ## take all images of the documents of the run in RUN (needs Chromium)
	scripts/screenshot.sh $(RUN)

tutorial: build ## run the tutorial's commands into runs/tutorial, on ARCHIVES or on imitations
	$(PYTHON) scripts/tutorial.py --archives $(ARCHIVES) --program $(PROGRAM) $(ARGS)

video-recipe: build ## run the commands of docs/video.md, from coded recordings to a model and a page
	$(PYTHON) scripts/tutorial.py --page docs/video.md --out runs/video-recipe --program $(PROGRAM) $(ARGS)

docs: build ## write the API documentation into .build/docs
	scripts/build-docs.sh

clean: ## remove what was built; downloads in .deps and results in runs stay
	rm -rf .build
