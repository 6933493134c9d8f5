"""`rondel demo`: the main job, shown through the public API."""
