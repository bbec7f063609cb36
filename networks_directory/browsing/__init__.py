"""Finding networks: what an address asks for, what is found, and every way in."""
