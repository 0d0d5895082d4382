"""Which calls stand where: filter, order, groups, conversations."""
