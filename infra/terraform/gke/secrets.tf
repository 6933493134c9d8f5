# Names of the secrets and who may read them. Their values are put in by hand (README.md), so that
# none is ever in Terraform's state.
locals {
  # Those that kustomize/gke/services reads; the operator's Prometheus and Grafana have their own.
  keys = ["auth-secret", "secrets-key", "smtp-password"]
  # Names begin with the namespace that may read them: staging never reads production's.
  secrets = {
    for pair in setproduct(["rondel", "rondel-staging"], local.keys) :
    "${pair[0]}-${pair[1]}" => pair[0]
  }
}

data "google_project" "this" {}

resource "google_secret_manager_secret" "this" {
  for_each  = local.secrets
  secret_id = each.key
  replication {
    auto {}
  }
  depends_on = [google_project_service.needed]
}

# External Secrets is the service account that k8s/services/secrets-gcp makes, without any of
# Google's own in between.
resource "google_secret_manager_secret_iam_member" "reader" {
  for_each  = local.secrets
  secret_id = google_secret_manager_secret.this[each.key].id
  role      = "roles/secretmanager.secretAccessor"
  member    = "principal://iam.googleapis.com/projects/${data.google_project.this.number}/locations/global/workloadIdentityPools/${var.project_id}.svc.id.goog/subject/ns/${each.value}/sa/external-secrets"
}

resource "google_billing_budget" "this" {
  billing_account = var.billing_account
  display_name    = var.name

  budget_filter {
    projects = ["projects/${data.google_project.this.number}"]
  }

  amount {
    specified_amount {
      units = tostring(var.budget)
    }
  }

  threshold_rules {
    threshold_percent = 0.8
  }
}
