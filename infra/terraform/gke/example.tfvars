project_id      = "rondel-example"
region          = "europe-west3"
admin_cidrs     = ["203.0.113.0/24"]
billing_account = "012345-6789AB-CDEF01"
