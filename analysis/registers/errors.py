"""What can be wrong with someone's register, told in one sentence."""


class RegisterError(ValueError):
    """A register that cannot be read: says where, what is wrong and what would be right."""
