subscription_id = "00000000-0000-0000-0000-000000000000"
location        = "westeurope"
name            = "rondelexample"
admin_cidrs     = ["203.0.113.0/24"]
admin_group_ids = ["00000000-0000-0000-0000-000000000000"]
budget_mail     = "operators@rondel.example.org"
