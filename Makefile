# The front door. `make demo` runs the main job on the embedded sample; `make test` runs every test.
.PHONY: setup demo test check generate bench help

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup: ## install what is needed beyond Rust, Node and Python
	@scripts/setup.sh

demo: ## check the embedded sample workspace
	@cargo run --quiet -p meta-core-cli -- check fixtures/platform --now 2025-10-06T00:00:00Z --fail-on critical || [ $$? -eq 1 ]

test: setup ## run every test: Rust, Python, Node, WebAssembly, browser
	@scripts/test.sh

check: ## formatting, lints, and freshness of generated files
	@cargo fmt --all --check
	@cargo clippy --quiet --workspace --all-targets -- -D warnings
	@cargo xtask generate --check
	@scripts/check-locks.sh
	@! git grep -nE '^(<{7}|>{7}) ' # what a merge left behind

generate: ## write stubs, types, schemas and reference pages
	@cargo xtask generate

bench: ## run the benchmarks
	@cargo bench -p meta-benches
