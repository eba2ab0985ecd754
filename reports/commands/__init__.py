"""What each command of `jumelage` does, and the options, endings and manners they share.

Nothing heavy is imported before it is needed: `jumelage --help` must answer at once.
"""
