"""The demonstration site: realistic sets in every state, made through the real verbs."""
