#!/usr/bin/env bash
# Makes a Rust compiler for wasm32-unknown-unknown.
# Writes the variables that cargo needs to .build/wasm/env. Quick when everything is there already.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$PWD/.build/wasm
mkdir -p "$build"
target=wasm32-unknown-unknown

say() { printf 'setup-wasm: %s\n' "$*"; }

# 1. The standard library for the target: there already, from rustup, or from Debian's packages.
has_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]
}

debian_toolchain() {
  local root=$build/debian
  [ -x "$root/rustc" ] && return 0
  command -v apt-get >/dev/null || { say "no rustup target and no apt-get: run 'rustup target add $target'"; return 1; }
  say "fetching Debian's rustc with the $target library"
  local work=$root.new
  rm -rf "$work"; mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs" "$work/root"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' \
    "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" > "$work/sources.list"
  local options=(-o "Dir::Etc::SourceList=$work/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o "Dir::State::Lists=$work/lists" -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root)
  apt-get -qq "${options[@]}" update
  (cd "$work/debs" && apt-get -qq "${options[@]}" download $(printf '%s/trixie ' \
    rustc libstd-rust-1.85 libstd-rust-dev libstd-rust-dev-wasm32 libc6 libgcc-s1 libstdc++6 \
    libllvm19 libedit2 libffi8 libxml2 libz3-4 libzstd1 zlib1g libtinfo6 libbsd0 libmd0 liblzma5 \
    libicu76))
  local deb
  for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$work/root"; done
  rm -rf "$work/debs" "$work/cache" "$work/lists"
  local loader library
  loader=$(cd "$work/root" && find . -name 'ld-linux-x86-64.so.2' | head -n 1)
  library=$(cd "$work/root" && find . -path '*lib/x86_64-linux-gnu' -type d | tr '\n' ':' | sed "s#\./#$root/root/#g")
  cat > "$work/rustc" <<EOF
#!/bin/sh
exec "$root/root/${loader#./}" --library-path "$library" "$root/root/usr/bin/rustc" --sysroot "$root/root/usr" "\$@"
EOF
  chmod +x "$work/rustc"
  rm -rf "$root"; mv "$work" "$root"
}

if has_target || { command -v rustup >/dev/null && timeout 60 rustup -q target add "$target" >/dev/null 2>&1 && has_target; }; then
  : > "$build/env.new"
else
  debian_toolchain
  lld=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin/rust-lld
  {
    printf 'export RUSTC=%q\n' "$build/debian/rustc"
    printf 'export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=%q\n' "$lld"
  } > "$build/env.new"
fi
mv "$build/env.new" "$build/env"
say "ready"
