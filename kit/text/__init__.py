"""Text of any origin: reading it, spelling it, and codes and slugs made of it."""
