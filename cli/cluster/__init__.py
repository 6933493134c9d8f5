"""`make up`: the whole system in a cluster on this machine."""
