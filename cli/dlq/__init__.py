"""`rondel dlq`: dead letters at the command line."""
