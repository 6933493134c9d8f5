#!/usr/bin/env bash
# Looks at a running installation from outside: smoke.sh https://rondel.example.org
# Makes no account and changes nothing.
set -euo pipefail
url=${1%/}
tries=${SMOKE_TRIES:-20}

ask() { # ask PATH: its body; fails for anything but 200
  curl --silent --show-error --fail --max-time 10 "$url$1"
}

again() { # again WHAT: until it is true, as often as is allowed
  local try
  for try in $(seq "$tries"); do
    if "$1"; then
      return 0
    fi
    [ "$try" = "$tries" ] || sleep "${SMOKE_PAUSE:-3}"
  done
  return 1
}

is_ready() {
  ask /readyz >/dev/null
}

status=nothing
is_ok() { # a process that has just started is degraded until Kafka has let it in
  status=$(ask /api/status) || return 1
  case $status in
    *'"status":"ok"'* | *'"status": "ok"'*) ;;
    *) return 1 ;;
  esac
}

if ! again is_ready; then
  echo "::error::$url/readyz does not answer well." >&2
  exit 1
fi
if ! again is_ok; then
  echo "::error::$url/api/status says: $status" >&2
  exit 1
fi

page=$(ask /)
case $page in
  *'<script type="module"'*) ;;
  *)
    echo "::error::$url/ is not the web app." >&2
    exit 1
    ;;
esac

code=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 10 "$url/api/tasks")
if [ "$code" != 401 ]; then
  echo "::error::$url/api/tasks answers $code to a stranger, not 401." >&2
  exit 1
fi
echo "$url is well."
