"""What single ties tell: how often towns search, whom they pick, and checks of both."""
