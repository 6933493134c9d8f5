# The vault and who may read it. Its secrets are put in by hand (README.md), so that no value is ever
# in Terraform's state.
resource "oci_kms_vault" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  vault_type     = "DEFAULT" # with virtual keys: free
}

resource "oci_kms_key" "secrets" {
  compartment_id      = var.compartment_id
  display_name        = "${var.name}-secrets"
  management_endpoint = oci_kms_vault.this.management_endpoint
  protection_mode     = "SOFTWARE"
  key_shape {
    algorithm = "AES"
    length    = 32
  }
}

# A basic cluster has no identity for pods, so the nodes have the right (docs/self-hosting/oke.md
# says what that means, and which policy keeps other pods from it).
resource "oci_identity_dynamic_group" "nodes" {
  compartment_id = var.tenancy_id
  name           = "${var.name}-nodes"
  description    = "Nodes of the cluster ${var.name}"
  matching_rule  = "ALL {instance.compartment.id = '${var.compartment_id}'}"
}

resource "oci_identity_policy" "secrets" {
  compartment_id = var.compartment_id
  name           = "${var.name}-secrets"
  description    = "The nodes of ${var.name} read the secrets of its vault"
  statements = [
    "Allow dynamic-group ${oci_identity_dynamic_group.nodes.name} to read secret-family in compartment id ${var.compartment_id} where target.vault.id = '${oci_kms_vault.this.id}'",
  ]
}

resource "oci_budget_budget" "this" {
  compartment_id = var.tenancy_id
  display_name   = var.name
  amount         = var.budget
  reset_period   = "MONTHLY"
  target_type    = "COMPARTMENT"
  targets        = [var.compartment_id]
}

resource "oci_budget_alert_rule" "half" {
  budget_id      = oci_budget_budget.this.id
  display_name   = "half"
  type           = "ACTUAL"
  threshold      = 50
  threshold_type = "PERCENTAGE"
  recipients     = var.budget_mail
  message        = "${var.name}: half of this month's budget is spent."
}
