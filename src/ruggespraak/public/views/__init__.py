"""What a visitor can do: read, check, ask for an appointment."""
