"""Static pages and components."""
