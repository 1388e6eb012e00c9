"""A file that comes in by the page: kept, checked and written by a child process."""
