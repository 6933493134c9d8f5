output "is_free" {
  description = "Whether all of it is within what is free of charge."
  value       = local.is_free
  precondition {
    condition = local.is_free || var.allow_paid
    error_message = format(
      "%d OCPUs, %d GB of memory and %d GB of disk are more than what is free (%d, %d, %d). Make it smaller, or set allow_paid = true.",
      local.total_ocpus, local.total_memory_gb, local.total_disk_gb,
      var.free.ocpus, var.free.memory_gb, var.free.disk_gb,
    )
  }
}

output "totals" {
  description = "What the nodes have together."
  value = {
    ocpus     = local.total_ocpus
    memory_gb = local.total_memory_gb
    disk_gb   = local.total_disk_gb
  }
}
