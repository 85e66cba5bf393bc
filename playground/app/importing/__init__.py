"""Points from tables and images: each in a window of its own first, where a person sees what they become."""
