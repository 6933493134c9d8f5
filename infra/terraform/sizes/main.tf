# What nodes an installation gets, held against what the clouds give away. No provider, so that
# `terraform test` tries it anywhere.
terraform {
  required_version = ">= 1.9"
}

locals {
  total_ocpus     = var.nodes * var.ocpus
  total_memory_gb = var.nodes * var.memory_gb
  total_disk_gb   = var.nodes * var.boot_disk_gb + var.volumes_gb
  is_free = (
    local.total_ocpus <= var.free.ocpus &&
    local.total_memory_gb <= var.free.memory_gb &&
    local.total_disk_gb <= var.free.disk_gb
  )
}
