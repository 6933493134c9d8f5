"""PostgreSQL, Kafka and a mail sink as plain child processes, for `rondel dev` and the tests."""
