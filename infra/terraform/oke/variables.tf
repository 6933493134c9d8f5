variable "tenancy_id" {
  description = "OCID of the tenancy; the dynamic group has to be made there."
  type        = string
  validation {
    condition     = startswith(var.tenancy_id, "ocid1.tenancy.")
    error_message = "tenancy_id is an OCID that begins with ocid1.tenancy."
  }
}

variable "compartment_id" {
  description = "OCID of the compartment that everything is made in."
  type        = string
  validation {
    condition     = can(regex("^ocid1\\.(compartment|tenancy)\\.", var.compartment_id))
    error_message = "compartment_id is the OCID of a compartment, or of the tenancy."
  }
}

variable "region" {
  description = "Region, for example eu-frankfurt-1; free nodes are made in the home region alone."
  type        = string
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+-[0-9]+$", var.region))
    error_message = "region is a name like eu-frankfurt-1."
  }
}

variable "name" {
  description = "Name of the cluster, and before the names of everything else."
  type        = string
  default     = "rondel"
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "name has 2 to 21 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "kubernetes_version" {
  description = "Version of Kubernetes; 1.34 to 1.36 are tried (docs/validation.md)."
  type        = string
  default     = "v1.34.2"
  validation {
    condition     = can(regex("^v1\\.[0-9]+\\.[0-9]+$", var.kubernetes_version))
    error_message = "kubernetes_version is a whole version like v1.34.2."
  }
}

variable "admin_cidrs" {
  description = "Networks from which the cluster's API may be asked. CI's runners have no fixed ones: 0.0.0.0/0 leaves it to credentials alone."
  type        = list(string)
  validation {
    condition     = length(var.admin_cidrs) > 0 && alltrue([for each in var.admin_cidrs : can(cidrhost(each, 0))])
    error_message = "admin_cidrs are networks like 203.0.113.0/24; without one nobody could ask the cluster anything."
  }
}

variable "has_nat" {
  description = "Whether nodes are private and go out through a NAT gateway. Some free tenancies may have none: false gives nodes public addresses to which nothing may come in."
  type        = bool
  default     = true
}

variable "nodes" {
  description = "Nodes of the pool."
  type        = number
  default     = 2
}

variable "ocpus" {
  description = "OCPUs of each node."
  type        = number
  default     = 1
}

variable "memory_gb" {
  description = "Memory of each node in GB."
  type        = number
  default     = 6
}

variable "allow_paid" {
  description = "Whether nodes that cost money may be made."
  type        = bool
  default     = false
}

variable "budget" {
  description = "Spending a month, in the tenancy's currency, at half of which somebody hears of it."
  type        = number
  default     = 5
  validation {
    condition     = var.budget >= 1
    error_message = "budget is 1 or more."
  }
}

variable "budget_mail" {
  description = "Who hears of it."
  type        = string
  validation {
    condition     = can(regex("^[^@\\s]+@[^@\\s]+$", var.budget_mail))
    error_message = "budget_mail is a mail address."
  }
}
