# shellcheck shell=bash
# Sourced by the scripts that sign in somewhere.

identity_token() { # identity_token AUDIENCE: who this run is, for one receiver
  curl --silent --show-error --fail \
    --header "Authorization: bearer $ACTIONS_ID_TOKEN_REQUEST_TOKEN" \
    "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=$1" | jq --raw-output .value
}

google_credentials() { # google_credentials FOLDER: makes credentials.json there, of this run's identity
  identity_token "https://iam.googleapis.com/$GCP_IDENTITY_PROVIDER" >"$1/token"
  gcloud iam workload-identity-pools create-cred-config "$GCP_IDENTITY_PROVIDER" \
    --service-account="$GCP_SERVICE_ACCOUNT" --credential-source-file="$1/token" \
    --output-file="$1/credentials.json"
}

oci_config() { # oci_config FOLDER: makes config and key.pem there
  printf '%s\n' "$OCI_PRIVATE_KEY" >"$1/key.pem"
  cat >"$1/config" <<EOF
[DEFAULT]
user=$OCI_USER_OCID
fingerprint=$OCI_FINGERPRINT
tenancy=$OCI_TENANCY_OCID
region=$OCI_REGION
key_file=$1/key.pem
EOF
}
