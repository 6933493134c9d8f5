"""Sentences that nobody would say, through the parser of plain words."""
