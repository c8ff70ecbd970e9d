"""Which clause is which: through edits (`align`), and in addresses (`fragments`)."""
