terraform {
  required_version = ">= 1.9"
  required_providers {
    oci = {
      source  = "oracle/oci"
      version = ">= 8.2.0, < 9.0.0"
    }
  }
}

provider "oci" {
  region = var.region
}
