"""What the links in our e-mails open."""
