"""Letters by e-mail on their way in: fetched, read, kept as drafts until somebody decides."""
