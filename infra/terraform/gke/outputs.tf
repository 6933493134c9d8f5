output "get_credentials" {
  description = "What makes kubectl know the cluster."
  value       = "gcloud container clusters get-credentials ${google_container_cluster.this.name} --region ${var.region} --project ${var.project_id}"
}

output "registry" {
  description = "Where images are pushed to; CI's variable GCP_REGISTRY."
  value       = "${var.region}-docker.pkg.dev/${var.project_id}/${google_artifact_registry_repository.this.repository_id}"
}

output "project_number" {
  description = "For CI's workload identity provider."
  value       = data.google_project.this.number
}
