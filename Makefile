# The commands of this project; `make` alone lists them. Each may be run again at any time.
PYTHON := .venv/bin/python
PORT ?= 8000
# Loopback unless told on the command line: an inherited HOST must not open the site to the network.
HOST := 127.0.0.1
SCALE ?= 1
LANGUAGES ?= en
WHEELHOUSE ?=

export PYTHONUNBUFFERED := 1
export WHEELHOUSE
.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help run test test-one lint format messages coverage bench prove environment environment-dev system

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1	\2/p' Makefile

run: export DJANGO_SETTINGS_MODULE := config.settings.dev
run: export HOST := $(HOST)
run: export PORT := $(PORT)
run: export BASE_URL := $(or $(BASE_URL),http://localhost:$(PORT))
run: environment ## the site with its demonstration on http://localhost:8000/ (PORT=8123, HOST=0.0.0.0, HOST=::1)
	@$(PYTHON) scripts/run.py

test: environment-dev system lint ## all checks, then all tests on SQLite
	@scripts/test.sh -m 'not benchmark'

test-one: environment-dev ## one file of tests on SQLite (FILE=tests/releases/test_execute.py)
	@test -n "$(FILE)" || { echo '用法：make test-one FILE=tests/releases/test_execute.py' >&2; exit 2; }
	$(PYTHON) -m pytest -p no:xdist -q $(FILE)

lint: export DJANGO_SETTINGS_MODULE := config.settings.test
lint: environment-dev ## style, layers, types, migrations, deployment checks, known holes of packages
	@scripts/lint.sh

format: environment-dev ## rewrite the code in the house style
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

messages: environment-dev ## collect and compile translations (LANGUAGES=en)
	@mkdir -p locale
	$(PYTHON) manage.py makemessages $(LANGUAGES:%=--locale %) --no-location --ignore '.venv/*' --ignore 'var/*'
	$(PYTHON) manage.py compilemessages --ignore '.venv/*' --ignore 'var/*'

coverage: environment-dev ## which lines the ordinary tests reach
	@mkdir -p var/coverage
	$(PYTHON) -m coverage run -m pytest -p no:xdist -m 'not heavy and not browser'
	$(PYTHON) -m coverage combine
	$(PYTHON) -m coverage report

bench: environment-dev $(if $(NAME),system) ## the benchmarks there are; one of them: NAME=reading ARGS=--quick
	@$(PYTHON) -m benchmarks$(NAME:%=.%) $(ARGS)

ifneq ($(wildcard benchmarks/prove.py benchmarks/prove/__main__.py),)
prove: environment-dev ## the long proof, for a night (SCALE=0.05 within ten minutes)
	@$(PYTHON) -m benchmarks.prove --scale $(SCALE)
endif

environment: ## .venv with what the site runs on (WHEELHOUSE=folder: without a network)
	@mkdir -p var
	@scripts/environment.sh requirements.txt

environment-dev:
	@mkdir -p var
	@scripts/environment.sh requirements-dev.txt

# Without the browser and servers some tests skip; where CI runs, that would hide what they prove.
system:
	@scripts/install-system.sh || { echo '系统软件没有装全：用到它们的测试会跳过。' >&2; test -z "$$CI"; }
