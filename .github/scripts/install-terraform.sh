#!/usr/bin/env bash
# GitHub's Ubuntu has no Terraform any more: HashiCorp's own package, by its signed repository. One version,
# as a newer one may write a state that others then cannot read.
set -euo pipefail
keyring=/usr/share/keyrings/hashicorp.gpg
curl --silent --show-error --fail https://apt.releases.hashicorp.com/gpg | sudo gpg --dearmor --output "$keyring"
echo "deb [signed-by=$keyring] https://apt.releases.hashicorp.com $(lsb_release -cs) main" |
  sudo tee /etc/apt/sources.list.d/hashicorp.list >/dev/null
sudo apt-get update -qq
sudo apt-get install -y -qq --no-install-recommends terraform=1.11.4-1
