"""What the kit asks of the operating system: files written whole, folders read by one rule, processes that end."""
