"""From bytes to a document in the store: readers, structure, head, pipeline."""
