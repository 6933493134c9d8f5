#!/usr/bin/env bash
# Plans or applies the stack STACK: terraform.sh plan, which writes plan.txt, or terraform.sh apply AGREED,
# which does only what it says in that file. BACKEND is the text of backend.tf, VARIABLES that of
# terraform.tfvars.
set -euo pipefail
# shellcheck source=.github/scripts/identity.sh
source "$(dirname "${BASH_SOURCE[0]}")/identity.sh"

folder="infra/terraform/$STACK"
secrets="$RUNNER_TEMP/terraform"
umask 077
mkdir -p "$secrets"
printf '%s\n' "$BACKEND" >"$folder/backend.tf"
printf '%s\n' "$VARIABLES" >"$folder/terraform.tfvars"
case $STACK in
  oke)
    mkdir -p "$HOME/.oci"
    oci_config "$HOME/.oci"
    ;;
  gke)
    google_credentials "$secrets"
    export GOOGLE_APPLICATION_CREDENTIALS="$secrets/credentials.json"
    ;;
esac # azurerm asks for this run's identity by itself (ARM_USE_OIDC)

terraform -chdir="$folder" init
terraform -chdir="$folder" plan -out="$secrets/plan"
terraform -chdir="$folder" show -no-color "$secrets/plan" >plan.txt
if [ "$1" = apply ]; then
  if ! diff "$2" plan.txt; then
    echo "::error::This is no more what was agreed to; nothing was done. Start again." >&2
    exit 1
  fi
  terraform -chdir="$folder" apply "$secrets/plan"
fi
