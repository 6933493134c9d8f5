"""`rondel bench`: measures the system against its targets, on real processes."""
