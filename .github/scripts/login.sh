#!/usr/bin/env bash
# Makes kubectl and docker know the target: login.sh oke|aks|gke
#
# AKS and GKE take this run's own identity (OpenID Connect), so no key of theirs is stored anywhere.
# OCI has nothing like it: its API key is a secret of the environment.
set -euo pipefail

# shellcheck source=.github/scripts/identity.sh
source "$(dirname "${BASH_SOURCE[0]}")/identity.sh"

oke() {
  local folder="$HOME/.oci"
  umask 077
  mkdir -p "$folder"
  oci_config "$folder"
  python3 -m venv "$RUNNER_TEMP/oci"
  "$RUNNER_TEMP/oci/bin/pip" install --quiet --require-hashes --requirement requirements/deploy.txt
  # kubectl asks `oci` for tokens, so it has to be found later as well.
  echo "$RUNNER_TEMP/oci/bin" >>"$GITHUB_PATH"
  PATH="$RUNNER_TEMP/oci/bin:$PATH" oci ce cluster create-kubeconfig \
    --cluster-id "$OKE_CLUSTER_ID" --region "$OCI_REGION" --token-version 2.0.0 \
    --kube-endpoint PUBLIC_ENDPOINT --file "$HOME/.kube/config" --overwrite
  printf '%s' "$OCI_REGISTRY_TOKEN" |
    docker login "$OCI_REGION.ocir.io" --username "$OCI_REGISTRY_USER" --password-stdin
}

aks() {
  az login --service-principal --username "$AZURE_CLIENT_ID" --tenant "$AZURE_TENANT_ID" \
    --federated-token "$(identity_token api://AzureADTokenExchange)" --output none
  az account set --subscription "$AZURE_SUBSCRIPTION_ID"
  sudo az aks install-cli --only-show-errors # brings kubelogin
  az aks get-credentials --resource-group "$AZURE_RESOURCE_GROUP" --name "$AKS_CLUSTER" \
    --overwrite-existing
  kubelogin convert-kubeconfig --login azurecli
  az acr login --name "${AZURE_REGISTRY%%.*}"
}

gke() {
  local folder="$RUNNER_TEMP/google" endpoint
  umask 077
  mkdir -p "$folder"
  google_credentials "$folder"
  gcloud auth login --quiet --cred-file="$folder/credentials.json"
  # An access token of an hour, and no plugin of kubectl; in a file, as arguments can be seen.
  gcloud auth print-access-token >"$folder/access"
  describe() {
    gcloud container clusters describe "$GKE_CLUSTER" --project "$GCP_PROJECT" \
      --location "$GCP_REGION" --format "value($1)"
  }
  endpoint=$(describe endpoint)
  describe masterAuth.clusterCaCertificate | base64 --decode >"$folder/ca.crt"
  kubectl config set-cluster gke --server "https://$endpoint" \
    --certificate-authority "$folder/ca.crt" --embed-certs
  kubectl config set users.ci.tokenFile "$folder/access"
  kubectl config set-context gke --cluster gke --user ci
  kubectl config use-context gke
  docker login "${GCP_REGISTRY%%/*}" --username oauth2accesstoken --password-stdin <"$folder/access"
}

case ${1:-} in
  oke | aks | gke) "$1" ;;
  *)
    echo "login.sh knows oke, aks and gke, not ${1:-nothing}." >&2
    exit 2
    ;;
esac
