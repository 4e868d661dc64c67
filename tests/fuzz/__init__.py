"""Ask pages, routes and widgets what nobody would: requests drawn from the registries, some sound, some hostile."""
