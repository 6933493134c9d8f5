"""What people do with their tasks at the command line, at a server and with a token."""
