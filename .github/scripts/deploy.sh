#!/usr/bin/env bash
# Brings an overlay to the cluster that kubectl points at: services, migration, processes, a look from
# outside. If the processes do not come up, or the look fails, the ones before come back.
#
#   deploy.sh OVERLAY NAMESPACE URL      for example: deploy.sh kustomize/oke rondel https://rondel.example.org
#
# Migrations are not taken back: each version's schema serves the version before it, too
# (docs/how-to/upgrade.md).
set -euo pipefail

overlay=$1
namespace=$2
url=$3
here=$(dirname "${BASH_SOURCE[0]}")
jobs=(migrate topics)
workers=(relay recurrence reminders notifications activity webhooks deadletters transfers)
deployments=(api "${workers[@]}")
patience=${ROLLOUT_TIMEOUT:-5m}

in_namespace() {
  kubectl --namespace "$namespace" "$@"
}

say() {
  echo "== $*"
}

apply() { # apply FOLDER [OPTION ...]
  kubectl apply --server-side --field-manager=rondel-deploy --force-conflicts \
    "${@:2}" --kustomize "$1"
}

show_changes() { # the diff is kept as an artifact; 1 means that there is one
  local code=0
  kubectl diff --server-side --field-manager=rondel-deploy --force-conflicts \
    --kustomize "$overlay" >"${DIFF_FILE:-/dev/stdout}" || code=$?
  [ "$code" -le 1 ]
}

job_ends() { # job_ends NAME: waits for either end, as `kubectl wait` knows one at a time
  local name=$1 deadline=$((SECONDS + ${JOB_SECONDS:-900})) state
  while [ "$SECONDS" -lt "$deadline" ]; do
    state=$(in_namespace get job "$name" \
      --output 'jsonpath={range .status.conditions[?(@.status=="True")]}{.type} {end}')
    case " $state " in
      *" Complete "*) return 0 ;;
      *" Failed "*) break ;;
    esac
    sleep "${JOB_POLL:-3}"
  done
  echo "::error::The job $name did not end well; the processes were not touched." >&2
  in_namespace logs "job/$name" --tail=50 >&2 || true
  return 1
}

migrate() {
  in_namespace delete job "${jobs[@]}" --ignore-not-found --wait
  apply "$overlay/migrate"
  local name
  for name in "${jobs[@]}"; do
    job_ends "$name" || return 1
  done
}

revision_of() { # revision_of DEPLOYMENT: 0 if there is none yet; fails if nobody answers
  local found
  found=$(in_namespace get deployment "$1" --ignore-not-found \
    --output 'jsonpath={.metadata.annotations.deployment\.kubernetes\.io/revision}') || return 1
  echo "${found:-0}"
}

come_up() { # come_up DEPLOYMENT ...
  local name
  for name in "$@"; do
    in_namespace rollout status "deployment/$name" --timeout="$patience" || return 1
  done
}

roll_out() { # whoever reads an event is new before whoever writes it
  apply "$overlay" --selector 'app.kubernetes.io/component!=api' || return 1
  come_up "${workers[@]}" || return 1
  apply "$overlay" || return 1
  come_up api || return 1
  "$here/smoke.sh" "$url"
}

take_back() { # every Deployment that has another revision than before gets that one again
  local name before now failed=0
  for name in "${deployments[@]}"; do
    before=${revisions[$name]}
    now=$(revision_of "$name") || now=unknown
    if [ "$before" = 0 ] || [ "$before" = "$now" ]; then
      continue
    fi
    echo "::warning::$name goes back to revision $before."
    # One that cannot go back keeps no other from it.
    in_namespace rollout undo "deployment/$name" --to-revision="$before" || failed=1
  done
  for name in "${deployments[@]}"; do
    [ "${revisions[$name]}" = 0 ] ||
      in_namespace rollout status "deployment/$name" --timeout="$patience" || failed=1
  done
  return "$failed"
}

say "services"
apply "$overlay/services"
say "what changes"
show_changes
say "migration"
migrate
declare -A revisions
for each in "${deployments[@]}"; do
  revisions[$each]=$(revision_of "$each")
done
say "processes"
if ! roll_out; then
  in_namespace get pods --output wide >&2 || true
  say "back to what ran before"
  if take_back; then
    echo "::error::The new version did not come up; the one before runs again." >&2
  else
    echo "::error::The new version did not come up, and not all of the one before runs again." >&2
  fi
  exit 1
fi
say "done"
