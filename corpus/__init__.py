"""What a legal text is: identity, structure, citation, relation, time; and the store."""
