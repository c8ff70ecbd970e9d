"""Charts: a pasted table understood, drawn once when saved, kept as markup (decision 0031)."""
