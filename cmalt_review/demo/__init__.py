"""A fictional workspace for trying the product out."""
