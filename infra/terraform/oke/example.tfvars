tenancy_id     = "ocid1.tenancy.oc1..example"
compartment_id = "ocid1.compartment.oc1..example"
region         = "eu-frankfurt-1"
admin_cidrs    = ["203.0.113.0/24"]
budget_mail    = "operators@rondel.example.org"
