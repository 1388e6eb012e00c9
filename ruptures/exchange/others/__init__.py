"""Files that other programs wrote: read as rows of the package's tables."""
