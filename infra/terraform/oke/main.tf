# The nodes: what is asked for is held against what is free before anything is made.
module "sizes" {
  source     = "../sizes"
  nodes      = var.nodes
  ocpus      = var.ocpus
  memory_gb  = var.memory_gb
  allow_paid = var.allow_paid
}

data "oci_identity_availability_domains" "all" {
  compartment_id = var.tenancy_id
}

data "oci_containerengine_node_pool_option" "images" {
  node_pool_option_id = "all"
  compartment_id      = var.compartment_id
}

locals {
  version = trimprefix(var.kubernetes_version, "v")
  # Oracle Linux for ARM with this very Kubernetes; names end with a build number.
  images = [
    for each in data.oci_containerengine_node_pool_option.images.sources : each.image_id
    if strcontains(each.source_name, "aarch64") && strcontains(each.source_name, "OKE-${local.version}")
  ]
}

# Basic is free; once a cluster is Enhanced there is no way back.
resource "oci_containerengine_cluster" "this" {
  compartment_id     = var.compartment_id
  name               = var.name
  kubernetes_version = var.kubernetes_version
  type               = "BASIC_CLUSTER"
  vcn_id             = oci_core_vcn.this.id

  cluster_pod_network_options {
    cni_type = "FLANNEL_OVERLAY"
  }

  endpoint_config {
    is_public_ip_enabled = true
    subnet_id            = oci_core_subnet.api.id
    nsg_ids              = [oci_core_network_security_group.api.id]
  }

  options {
    service_lb_subnet_ids = [oci_core_subnet.load_balancers.id]
    kubernetes_network_config {
      pods_cidr     = "10.244.0.0/16"
      services_cidr = "10.96.0.0/16"
    }
  }
}

resource "oci_containerengine_node_pool" "arm" {
  compartment_id     = var.compartment_id
  cluster_id         = oci_containerengine_cluster.this.id
  name               = "arm"
  kubernetes_version = var.kubernetes_version
  node_shape         = "VM.Standard.A1.Flex"

  node_shape_config {
    ocpus         = var.ocpus
    memory_in_gbs = var.memory_gb
  }

  node_source_details {
    source_type             = "IMAGE"
    image_id                = local.images[0]
    boot_volume_size_in_gbs = 50
  }

  node_config_details {
    size    = var.nodes
    nsg_ids = [oci_core_network_security_group.nodes.id]

    # Free ARM nodes are often out of stock in one domain: all of them are tried.
    dynamic "placement_configs" {
      for_each = data.oci_identity_availability_domains.all.availability_domains
      content {
        availability_domain = placement_configs.value.name
        subnet_id           = oci_core_subnet.nodes.id
      }
    }

    node_pool_pod_network_option_details {
      cni_type = "FLANNEL_OVERLAY"
    }
  }

  lifecycle {
    precondition {
      condition     = length(local.images) > 0
      error_message = "OKE has no ARM image for ${var.kubernetes_version}; see `oci ce node-pool-options get --node-pool-option-id all`."
    }
    precondition {
      condition     = module.sizes.is_free || var.allow_paid
      error_message = "The nodes cost money; set allow_paid = true if that is meant."
    }
  }
}

resource "oci_artifacts_container_repository" "image" {
  for_each       = toset(["rondel-api", "rondel-worker"])
  compartment_id = var.compartment_id
  display_name   = "${var.name}/${each.key}"
  is_public      = false
}
