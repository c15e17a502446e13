"""A drawing of one's own, shown to the network as it is and as it learns."""
