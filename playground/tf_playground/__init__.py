"""TensorFlow Playground's page: its links, its numbers, and how it trains."""
