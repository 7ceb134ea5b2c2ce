# What contestants in Python and Node need: `set_up FOLDER WORK` installs what requirements.txt and package-lock.json of
# FOLDER pin, the former into WORK/venv.
set_up() {
  local folder=$1 work=$2
  mkdir -p "$work"
  if ! cmp -s "$folder/requirements.txt" "$work/venv/requirements.txt"; then
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet -r "$folder/requirements.txt"
    cp "$folder/requirements.txt" "$work/venv/requirements.txt"
  fi
  # `npm ci` refuses where a registry lacks the builds for other systems.
  npm install --loglevel=error --no-audit --no-fund --ignore-scripts --no-save --prefix "$folder"
}

# Builds this project's modules for Python and Node.
build_own() {
  [ -x .build/venv/bin/maturin ] || scripts/setup.sh
  scripts/build-hosts.sh release
}
