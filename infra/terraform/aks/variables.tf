variable "subscription_id" {
  description = "Subscription that everything is made in."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subscription_id))
    error_message = "subscription_id is a UUID in lower case."
  }
}

variable "location" {
  description = "Region, for example westeurope."
  type        = string
  validation {
    condition     = can(regex("^[a-z0-9]+$", var.location))
    error_message = "location is a name like westeurope, without spaces."
  }
}

variable "name" {
  description = "Name of the cluster. Registry and vault take it, too, so it has to be free in all of Azure."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{4,18}$", var.name))
    error_message = "name has 5 to 19 lower-case letters and digits and begins with a letter: registries allow no hyphen."
  }
}

variable "kubernetes_version" {
  description = "Version of Kubernetes; 1.34 to 1.36 are tried (docs/validation.md)."
  type        = string
  default     = "1.34"
  validation {
    condition     = can(regex("^1\\.[0-9]+(\\.[0-9]+)?$", var.kubernetes_version))
    error_message = "kubernetes_version is like 1.34 or 1.34.2."
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

variable "admin_group_ids" {
  description = "Groups of Entra ID whose members administer the cluster. There are no local accounts."
  type        = list(string)
  validation {
    condition     = length(var.admin_group_ids) > 0
    error_message = "Without a group nobody could administer the cluster."
  }
}

variable "nodes" {
  description = "Nodes of the pool, over the region's zones."
  type        = number
  default     = 3
  validation {
    condition     = var.nodes >= 1 && var.nodes <= 20 && floor(var.nodes) == var.nodes
    error_message = "nodes is a whole number from 1 to 20."
  }
}

variable "node_size" {
  description = "Size of each node; ARM is the cheapest. This one has 2 cores and 8 GB: of those with 4 GB three are too few."
  type        = string
  default     = "Standard_D2ps_v6"
}

variable "budget" {
  description = "Spending a month, in the subscription's currency, at 80 % of which somebody hears of it."
  type        = number
  default     = 250
  validation {
    condition     = var.budget >= 1
    error_message = "budget is 1 or more."
  }
}

variable "budget_start" {
  description = "First day of the budget, the first of a month."
  type        = string
  default     = "2026-12-01T00:00:00Z"
  validation {
    condition     = can(regex("^[0-9]{4}-[0-9]{2}-01T00:00:00Z$", var.budget_start))
    error_message = "budget_start is the first of a month, like 2026-12-01T00:00:00Z."
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
