"""The public side: one snapshot per response, one definition of public (P1)."""
