"""Finding a service: by need, by name, and by what was asked before."""
