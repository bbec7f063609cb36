"""What editors see of listing updates in the Wagtail admin."""
