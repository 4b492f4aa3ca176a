"""From the store to a published snapshot; search over a snapshot."""
