output "get_credentials" {
  description = "What makes kubectl know the cluster."
  value       = "az aks get-credentials --resource-group ${azurerm_resource_group.this.name} --name ${azurerm_kubernetes_cluster.this.name}"
}

output "registry" {
  description = "Where images are pushed to; CI's variable AZURE_REGISTRY."
  value       = azurerm_container_registry.this.login_server
}

output "vault_url" {
  description = "For k8s/services/secrets-azure/store.yaml."
  value       = azurerm_key_vault.this.vault_uri
}

output "secrets_client_id" {
  description = "For the annotations in that file."
  value       = azurerm_user_assigned_identity.secrets.client_id
}

output "tenant_id" {
  description = "For the annotations in that file."
  value       = data.azurerm_client_config.current.tenant_id
}
