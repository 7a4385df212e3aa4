# 常用：make nightly（样例县跑一夜）、make test（全部检查）、make ui（界面）。SOURCES、DATA 可改：make nightly SOURCES=... DATA=...
SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

SOURCES ?= var/sources
DATA ?= var/data
BENCH ?= var/bench
HOUSEHOLDS ?= 2000
PORT ?= 3000
BI_PORT ?= 8088
BI_HOME ?= var/bi
SITE ?= var/site
PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
override SOURCES := $(patsubst %/,%,$(SOURCES))
BIN := $(VENV)/bin

# What is compiled once serves the processes after it, whatever the office's own processes do.
export PYTHONDONTWRITEBYTECODE =

# pip reads the office's own settings (a mirror, a certificate), but no list of versions beside the locks; and what is
# locked is installed from wheels, never built here.
PIP := PIP_CONSTRAINT=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip -qq
INSTALL_LOCKED := $(PIP) install --require-hashes --no-deps --only-binary :all: --requirement
# PySpark comes as source alone: it is packed here, by the setuptools of the lock.
INSTALL_PYSPARK := $(PIP) install --require-hashes --no-deps --no-binary :all: --no-build-isolation --requirement
INSTALL_PROJECT := $(PIP) install --no-deps --no-build-isolation --editable .
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --resolver backtracking --generate-hashes \
	--allow-unsafe --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.PHONY: help
help:
	@echo "make nightly   样例县（$(HOUSEHOLDS) 户）跑一夜：SOURCES=$(SOURCES) DATA=$(DATA)"
	@echo "make ui        Dagster 界面和守护进程：http://127.0.0.1:$(PORT)；自查页面在下一个端口，CHECK_PORT 可改"
	@echo "make test      全部检查：代码、类型、引用方向、SQL、测试"
	@echo "make bi        报表工具 Apache Superset 和一张中文看板：http://127.0.0.1:$(BI_PORT)（第一次约三分钟）"
	@echo "make test-long 检查里每项要跑半分钟以上的，make test 不跑"
	@echo "make test-bi   检查报表工具：打开看板，读出的数要和数据库相等"
	@echo "make mutants   把规则和认定逐处改错，看测试是否发觉；可以中断，再运行时接着做（几十分钟以上）"
	@echo "make bench     全县样例（127960 人）的第一夜和第三十一夜，量时间和内存"
	@echo "make dictionary 重写数据字典 docs/dictionary.md（改了表、规则、参数或名册以后）"
	@echo "make site      把 docs/ 的说明做成网站：var/site/index.html，不用网络也能看、能搜索"
	@echo "make lint      只查代码；make format 改格式；make lock 重做依赖清单；make clean 删去缓存"

# ---- setting up --------------------------------------------------------------------------------------------------
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更新的版本：请安装，或用 make PYTHON=... 指明。" >&2; exit 1; }
	@echo "建立 Python 环境 $(VENV) ……"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "建立失败：Debian 请先 apt-get install python3-venv。" >&2; exit 1; }

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "安装依赖（第一次约一分钟）……"
	@$(INSTALL_LOCKED) requirements.lock
	@$(INSTALL_PROJECT)
	@touch $@

$(VENV)/.installed-development: requirements-dev.lock $(VENV)/.installed
	@echo "安装检查工具……"
	@awk '/^[a-z]/ {keep = !/^pyspark==/} keep' requirements-dev.lock > $(VENV)/wheels.lock
	@awk '/^[a-z]/ {keep = /^pyspark==/} keep' requirements-dev.lock > $(VENV)/pyspark.lock
	@$(INSTALL_LOCKED) $(VENV)/wheels.lock
	@$(INSTALL_PYSPARK) $(VENV)/pyspark.lock
	@touch $@

.PHONY: setup
setup: $(VENV)/.installed

# ---- running -----------------------------------------------------------------------------------------------------
# A county that is not there yet is written beside its place and renamed: an interrupted sample is never taken for one.
.PHONY: sources
sources: $(VENV)/.installed
	@[ -e "$(SOURCES)" ] || { \
		echo "$(SOURCES) 不存在：写入一个 $(HOUSEHOLDS) 户的样例县，全部是合成数据，不是真实的人。" \
		&& rm -rf "$(SOURCES).unfinished" \
		&& $(BIN)/xundian sample --out "$(SOURCES).unfinished" --households $(HOUSEHOLDS) >/dev/null \
		&& mv "$(SOURCES).unfinished" "$(SOURCES)"; }

.PHONY: nightly
nightly: sources
	@$(BIN)/xundian nightly --sources "$(SOURCES)" --data "$(DATA)"

.PHONY: ui
ui: sources
	@$(BIN)/xundian ui --sources "$(SOURCES)" --data "$(DATA)" --port $(PORT) $(if $(CHECK_PORT),--check-port $(CHECK_PORT))

# The BI tool wants older versions of what the pipeline uses: it has an environment of its own. It and a few packages of
# its come as source alone.
BI_VENV := .venv-bi
$(BI_VENV)/.installed: bi/requirements.lock
	@echo "安装报表工具 Apache Superset（第一次约两分钟）……"
	@[ -e $(BI_VENV)/bin/python ] || $(PYTHON) -m venv $(BI_VENV)
	@PIP_CONSTRAINT=/dev/null PIP_DISABLE_PIP_VERSION_CHECK=1 $(BI_VENV)/bin/python -m pip -qq \
		install --require-hashes --no-deps --requirement bi/requirements.lock
	@touch $@

.PHONY: bi
bi: $(BI_VENV)/.installed
	@$(BI_VENV)/bin/python bi/serve.py --data "$(DATA)" --home "$(BI_HOME)" --port $(BI_PORT)

.PHONY: bench
bench: $(VENV)/.installed
	@$(BIN)/python -m bench.full_night --folder "$(BENCH)"

# ---- checking ----------------------------------------------------------------------------------------------------
.PHONY: lint
lint: $(VENV)/.installed-development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --disable-progress-bar xundian_pipeline seeds

.PHONY: test
# Files in their own order: by their number of tests, the few long ones would come last and one after the other.
test: lint
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

# What takes half a minute or more and says little that the other tests do not.
.PHONY: test-long
test-long: $(VENV)/.installed-development
	XUNDIAN_LONG=1 $(BIN)/python -m pytest -m long $(PYTEST_ARGS)

.PHONY: test-bi
test-bi: $(VENV)/.installed-development $(BI_VENV)/.installed
	XUNDIAN_TEST_BI=1 XUNDIAN_REQUIRE_BROWSER=1 $(BIN)/python -m pytest tests/browser/test_superset.py $(PYTEST_ARGS)

# Both remember what they have done: interrupted, they go on where they were. Neither may hide what the other found.
.PHONY: mutants
mutants: $(VENV)/.installed-development
	@$(BIN)/python -m tests.mutants; sql=$$?; \
		$(BIN)/mutmut run --max-children 1 && $(BIN)/python -m tests.mutants.linkage; \
		[ $$? = 0 ] && [ $$sql = 0 ]

.PHONY: format
format: $(VENV)/.installed-development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar xundian_pipeline seeds

# ---- keeping -----------------------------------------------------------------------------------------------------
# The locks: what runs a night, what checks the code besides (it takes the versions of the first), and the BI tool.
.PHONY: lock
lock: $(VENV)/.installed-development
	$(COMPILE) --build-deps-for editable --output-file requirements.lock pyproject.toml $(UPGRADE)
	$(COMPILE) --build-deps-for editable --extra dev --extra spark --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml $(UPGRADE)
	$(COMPILE) --output-file bi/requirements.lock bi/requirements.in $(UPGRADE)

# Every page and dataset says what the tables, rules and SQL say now; a test fails where docs/ or bi/ says otherwise.
.PHONY: dictionary
dictionary: $(VENV)/.installed
	@$(BIN)/python -m xundian_pipeline.dictionary

# The pages as a site that needs no server and no network. A broken link, a missing anchor, a page that the navigation
# does not name: each is a warning, and a warning fails (told to be quiet, MkDocs would count none).
.PHONY: site
site: $(VENV)/.installed-development
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --site-dir "$(SITE)"
	@echo "打开 $(SITE)/index.html"

.PHONY: clean
clean:
	rm -rf .grimp_cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
