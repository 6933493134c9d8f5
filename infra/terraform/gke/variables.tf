variable "project_id" {
  description = "Project that everything is made in."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id has 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region, for example europe-west3."
  type        = string
  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "region is a name like europe-west3; zones are the cluster's business."
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

variable "admin_cidrs" {
  description = "Networks from which the cluster's API may be asked. CI's runners have no fixed ones: 0.0.0.0/0 leaves it to credentials alone."
  type        = list(string)
  validation {
    condition     = length(var.admin_cidrs) > 0 && alltrue([for each in var.admin_cidrs : can(cidrhost(each, 0))])
    error_message = "admin_cidrs are networks like 203.0.113.0/24; without one nobody could ask the cluster anything."
  }
}

variable "deletion_protection" {
  description = "Whether `terraform destroy` has to be allowed first."
  type        = bool
  default     = true
}

variable "billing_account" {
  description = "Billing account of the project, for the budget."
  type        = string
  validation {
    condition     = can(regex("^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$", var.billing_account))
    error_message = "billing_account is like 012345-6789AB-CDEF01."
  }
}

variable "budget" {
  description = "Spending a month, in whole units of the account's currency, at 80 % of which its administrators hear of it."
  type        = number
  default     = 250
  validation {
    condition     = var.budget >= 1 && floor(var.budget) == var.budget
    error_message = "budget is a whole number, 1 or more."
  }
}
