"""One network's listing, as its page shows it."""
