#!/usr/bin/env bash
# Looks at a running installation from outside: smoke.sh https://rondel.example.org
# Makes no account and changes nothing.
set -euo pipefail
url=${1%/}
tries=${SMOKE_TRIES:-20}

ask() { # ask PATH: its body; fails for anything but 200
  curl --silent --show-error --fail --max-time 10 "$url$1"
}

reminders_wait() { # reminders_wait STATUS: whether that is all that keeps it from `ok`
  local part
  for part in '"postgresql":"ok"' '"kafka":"ok"' '"delivery":"degraded"'; do
    [[ ${1// /} == *"$part"* ]] || return 1
  done
}

# Just started, a process may still be on its way to Kafka: ready, and degraded for a moment.
status="nothing"
for try in $(seq "$tries"); do
  if ask /readyz >/dev/null && status=$(ask /api/status); then
    case $status in
      *'"status":"ok"'* | *'"status": "ok"'*) break ;;
    esac
    # They may have waited before, for a mail server or for this very version: going back sends none.
    if reminders_wait "$status"; then
      echo "::warning::Reminders wait at $url: is the mail server away, or a worker paused?" >&2
      break
    fi
  fi
  if [ "$try" = "$tries" ]; then
    echo "::error::$url/readyz does not answer well, or $url/api/status does not: $status" >&2
    exit 1
  fi
  sleep "${SMOKE_PAUSE:-3}"
done

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
