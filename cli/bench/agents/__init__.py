"""Processes of their own that load or watch the system while a scenario runs."""
