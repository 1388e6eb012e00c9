class BackupError(Exception):
    """Why nothing was saved or restored, in a sentence for whoever runs the command."""
