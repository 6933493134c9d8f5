"""`rondel chaos`: breaks the running system at random and checks from the data that it held."""
