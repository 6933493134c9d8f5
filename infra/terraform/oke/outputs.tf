output "cluster_id" {
  description = "For `oci ce cluster create-kubeconfig`, and CI's variable OKE_CLUSTER_ID."
  value       = oci_containerengine_cluster.this.id
}

output "vault_id" {
  description = "For k8s/services/secrets-oci/store.yaml."
  value       = oci_kms_vault.this.id
}

output "key_id" {
  description = "What secrets of the vault are encrypted with."
  value       = oci_kms_key.secrets.id
}

output "repositories" {
  description = "Where images are pushed to, without the registry's host."
  value       = [for each in oci_artifacts_container_repository.image : "${each.namespace}/${each.display_name}"]
}

output "is_free" {
  description = "Whether the nodes are within what is free of charge."
  value       = module.sizes.is_free
}
