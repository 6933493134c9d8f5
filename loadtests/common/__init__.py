"""What several load tests need. Nothing in frames, records and tally needs Locust."""
