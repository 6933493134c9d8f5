"""Load tests with Locust, from outside: they know the API and Kafka, not the code behind."""
