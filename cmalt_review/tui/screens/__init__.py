"""The screens; each but the queue is imported when it is opened."""
