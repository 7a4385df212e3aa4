"""What owners are told: over a real mail server and a real webhook."""
