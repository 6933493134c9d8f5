variable "nodes" {
  description = "Nodes of the pool."
  type        = number
  default     = 2
  validation {
    condition     = var.nodes >= 1 && var.nodes <= 20 && floor(var.nodes) == var.nodes
    error_message = "nodes is a whole number from 1 to 20."
  }
}

variable "ocpus" {
  description = "OCPUs of each node (an OCPU of an ARM node is one core)."
  type        = number
  default     = 1
  validation {
    condition     = var.ocpus >= 1 && floor(var.ocpus) == var.ocpus
    error_message = "ocpus is a whole number, 1 or more."
  }
}

variable "memory_gb" {
  description = "Memory of each node in GB."
  type        = number
  default     = 6
  validation {
    condition     = var.memory_gb >= 4
    error_message = "Below 4 GB a node has no room beside the cluster's own pods."
  }
  validation {
    condition     = var.memory_gb <= 64 * var.ocpus
    error_message = "A1.Flex gives at most 64 GB an OCPU."
  }
}

variable "boot_disk_gb" {
  description = "Boot volume of each node in GB."
  type        = number
  default     = 50
  validation {
    condition     = var.boot_disk_gb >= 50
    error_message = "OCI makes no boot volume below 50 GB."
  }
}

variable "volumes_gb" {
  description = "What volumes of pods take beside, in GB; OCI makes none below 50 GB."
  type        = number
  default     = 100
}

variable "free" {
  description = "What is free of charge. Oracle has lowered it once without a word: look it up."
  type        = object({ ocpus = number, memory_gb = number, disk_gb = number })
  default     = { ocpus = 2, memory_gb = 12, disk_gb = 200 }
}

variable "allow_paid" {
  description = "Whether nodes that cost money may be made."
  type        = bool
  default     = false
}
