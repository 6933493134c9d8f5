# The vault and who may read it. Its secrets are put in by hand (README.md), so that no value is ever
# in Terraform's state.
resource "azurerm_key_vault" "this" {
  name                       = var.name
  location                   = azurerm_resource_group.this.location
  resource_group_name        = azurerm_resource_group.this.name
  tenant_id                  = data.azurerm_client_config.current.tenant_id
  sku_name                   = "standard"
  rbac_authorization_enabled = true
  purge_protection_enabled   = false
  soft_delete_retention_days = 7

  # The nodes read it, and whoever administers the cluster fills it. A vault has no rule for everybody:
  # with 0.0.0.0/0 there, let yourself in while you fill it (README.md).
  network_acls {
    default_action             = "Deny"
    bypass                     = "AzureServices"
    ip_rules                   = [for each in var.admin_cidrs : each if !endswith(each, "/0")]
    virtual_network_subnet_ids = [azurerm_subnet.nodes.id]
  }
}

# External Secrets is this identity, by the service account that k8s/services/secrets-azure makes.
resource "azurerm_user_assigned_identity" "secrets" {
  name                = "${var.name}-secrets"
  location            = azurerm_resource_group.this.location
  resource_group_name = azurerm_resource_group.this.name
}

resource "azurerm_federated_identity_credential" "secrets" {
  for_each            = toset(["rondel", "rondel-staging"])
  name                = each.key
  resource_group_name = azurerm_resource_group.this.name
  parent_id           = azurerm_user_assigned_identity.secrets.id
  audience            = ["api://AzureADTokenExchange"]
  issuer              = azurerm_kubernetes_cluster.this.oidc_issuer_url
  subject             = "system:serviceaccount:${each.key}:external-secrets"
}

resource "azurerm_role_assignment" "read_secrets" {
  scope                = azurerm_key_vault.this.id
  role_definition_name = "Key Vault Secrets User"
  principal_id         = azurerm_user_assigned_identity.secrets.principal_id
}

resource "azurerm_consumption_budget_resource_group" "this" {
  name              = var.name
  resource_group_id = azurerm_resource_group.this.id
  amount            = var.budget
  time_grain        = "Monthly"

  time_period {
    start_date = var.budget_start
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 80
    contact_emails = [var.budget_mail]
  }
}
