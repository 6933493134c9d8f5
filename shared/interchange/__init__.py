"""Foreign and own formats of task lists, as bytes, to neutral records and back. Pure: no I/O."""
