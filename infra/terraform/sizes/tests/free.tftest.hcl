run "defaults_are_free" {
  command = plan
  assert {
    condition     = output.is_free
    error_message = "what is made without a word costs money"
  }
  assert {
    condition     = output.totals == { ocpus = 2, memory_gb = 12, disk_gb = 200 }
    error_message = "the sizes in the docs are others"
  }
}

run "more_is_refused" {
  command = plan
  variables { nodes = 3 }
  expect_failures = [output.is_free]
}

run "more_memory_is_refused" {
  command = plan
  variables { memory_gb = 8 }
  expect_failures = [output.is_free]
}

run "more_disk_is_refused" {
  command = plan
  variables { volumes_gb = 150 }
  expect_failures = [output.is_free]
}

run "more_is_made_if_it_may_cost" {
  command = plan
  variables {
    nodes      = 3
    ocpus      = 2
    memory_gb  = 16
    allow_paid = true
  }
  assert {
    condition     = !output.is_free && output.totals.memory_gb == 48
    error_message = "it is said to be free"
  }
}

run "nodes_are_whole" {
  command = plan
  variables { nodes = 1.5 }
  expect_failures = [var.nodes]
}

run "memory_goes_with_ocpus" {
  command = plan
  variables { memory_gb = 100 }
  expect_failures = [var.memory_gb]
}

run "tiny_nodes_are_refused" {
  command = plan
  variables { memory_gb = 2 }
  expect_failures = [var.memory_gb]
}

run "small_boot_disks_are_refused" {
  command = plan
  variables { boot_disk_gb = 20 }
  expect_failures = [var.boot_disk_gb]
}
