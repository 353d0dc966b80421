"""Where lead sheets live: one protocol, one folder for each kind of store."""
