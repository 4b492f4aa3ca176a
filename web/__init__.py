"""What a person sees: templates and static files, rendered by `search_api.pages`."""
