terraform {
  required_version = ">= 1.9"
  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = ">= 4.48.0, < 5.0.0"
    }
  }
}

provider "azurerm" {
  subscription_id = var.subscription_id
  features {
    key_vault {
      # `destroy` leaves nothing: a vault would keep its name for 90 days.
      purge_soft_delete_on_destroy = true
    }
  }
}

data "azurerm_client_config" "current" {}
