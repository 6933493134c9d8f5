"""Tasks in the formats of others: read into records of our own, written from them. Pure."""
