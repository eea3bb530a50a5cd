"""What speed means here: ratios of two things measured in one run, never bare seconds."""
