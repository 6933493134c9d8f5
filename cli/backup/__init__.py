"""`rondel backup` and `rondel restore`: the whole database in one file."""
