"""执监: the rules of supervising administrative law enforcement, and the machinery under them."""
