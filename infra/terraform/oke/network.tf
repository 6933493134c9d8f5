resource "oci_core_vcn" "this" {
  compartment_id = var.compartment_id
  display_name   = var.name
  cidr_blocks    = ["10.0.0.0/16"]
  dns_label      = substr(replace(var.name, "-", ""), 0, 15) # more is refused
}

resource "oci_core_internet_gateway" "this" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = var.name
}

resource "oci_core_nat_gateway" "this" {
  count          = var.has_nat ? 1 : 0
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = var.name
}

resource "oci_core_route_table" "public" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-public"
  route_rules {
    destination       = "0.0.0.0/0"
    network_entity_id = oci_core_internet_gateway.this.id
  }
}

resource "oci_core_route_table" "nodes" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-nodes"
  route_rules {
    destination       = "0.0.0.0/0"
    network_entity_id = var.has_nat ? oci_core_nat_gateway.this[0].id : oci_core_internet_gateway.this.id
  }
}

# The default list lets everybody in by SSH. What may pass is said by the groups below.
resource "oci_core_security_list" "nothing" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-nothing"
}

# The cluster itself opens what its load balancers need, in the lists of these two subnets.
resource "oci_core_security_list" "nodes" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-nodes"
  lifecycle {
    ignore_changes = [ingress_security_rules, egress_security_rules]
  }
}

resource "oci_core_subnet" "api" {
  compartment_id    = var.compartment_id
  vcn_id            = oci_core_vcn.this.id
  display_name      = "${var.name}-api"
  cidr_block        = "10.0.0.0/28"
  route_table_id    = oci_core_route_table.public.id
  security_list_ids = [oci_core_security_list.nothing.id]
}

resource "oci_core_subnet" "nodes" {
  compartment_id             = var.compartment_id
  vcn_id                     = oci_core_vcn.this.id
  display_name               = "${var.name}-nodes"
  cidr_block                 = "10.0.1.0/24"
  route_table_id             = oci_core_route_table.nodes.id
  security_list_ids          = [oci_core_security_list.nodes.id]
  prohibit_public_ip_on_vnic = var.has_nat
}

resource "oci_core_security_list" "load_balancers" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-load-balancers"
  lifecycle {
    ignore_changes = [ingress_security_rules, egress_security_rules]
  }
}

resource "oci_core_subnet" "load_balancers" {
  compartment_id    = var.compartment_id
  vcn_id            = oci_core_vcn.this.id
  display_name      = "${var.name}-load-balancers"
  cidr_block        = "10.0.2.0/24"
  route_table_id    = oci_core_route_table.public.id
  security_list_ids = [oci_core_security_list.load_balancers.id]
}

resource "oci_core_network_security_group" "api" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-api"
}

resource "oci_core_network_security_group" "nodes" {
  compartment_id = var.compartment_id
  vcn_id         = oci_core_vcn.this.id
  display_name   = "${var.name}-nodes"
}

locals {
  # From where to which port of the cluster's API: people, nodes asking, nodes joining.
  api_callers = merge(
    { for each in var.admin_cidrs : "people ${each}" => { from = each, port = 6443 } },
    {
      "nodes asking"  = { from = oci_core_subnet.nodes.cidr_block, port = 6443 }
      "nodes joining" = { from = oci_core_subnet.nodes.cidr_block, port = 12250 }
    },
  )
}

resource "oci_core_network_security_group_security_rule" "to_api" {
  for_each                  = local.api_callers
  network_security_group_id = oci_core_network_security_group.api.id
  description               = each.key
  direction                 = "INGRESS"
  protocol                  = "6" # TCP
  source                    = each.value.from
  source_type               = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = each.value.port
      max = each.value.port
    }
  }
}

resource "oci_core_network_security_group_security_rule" "api_to_nodes" {
  network_security_group_id = oci_core_network_security_group.api.id
  description               = "kubelets, and pods behind webhooks"
  direction                 = "EGRESS"
  protocol                  = "all"
  destination               = oci_core_subnet.nodes.cidr_block
  destination_type          = "CIDR_BLOCK"
}

resource "oci_core_network_security_group_security_rule" "api_to_oracle" {
  network_security_group_id = oci_core_network_security_group.api.id
  description               = "what OKE itself needs of Oracle's services"
  direction                 = "EGRESS"
  protocol                  = "6" # TCP
  destination               = "0.0.0.0/0"
  destination_type          = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = 443
      max = 443
    }
  }
}

resource "oci_core_network_security_group_security_rule" "to_nodes" {
  for_each = {
    "the cluster's API" = oci_core_subnet.api.cidr_block
    "each other"        = oci_core_subnet.nodes.cidr_block
  }
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "from ${each.key}"
  direction                 = "INGRESS"
  protocol                  = "all"
  source                    = each.value
  source_type               = "CIDR_BLOCK"
}

# Load balancers come to node ports, and ask kube-proxy whether a node is well; nowhere else.
resource "oci_core_network_security_group_security_rule" "balancers_to_nodes" {
  for_each = {
    "node ports" = { min = 30000, max = 32767 }
    "health"     = { min = 10256, max = 10256 }
  }
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "from the load balancers: ${each.key}"
  direction                 = "INGRESS"
  protocol                  = "6" # TCP
  source                    = oci_core_subnet.load_balancers.cidr_block
  source_type               = "CIDR_BLOCK"
  tcp_options {
    destination_port_range {
      min = each.value.min
      max = each.value.max
    }
  }
}

resource "oci_core_network_security_group_security_rule" "nodes_out" {
  network_security_group_id = oci_core_network_security_group.nodes.id
  description               = "images, the database, mail servers, channels"
  direction                 = "EGRESS"
  protocol                  = "all"
  destination               = "0.0.0.0/0"
  destination_type          = "CIDR_BLOCK"
}
