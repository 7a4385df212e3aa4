"""What the departments promise, who is late, and what they are told."""
