"""How listings are kept true: representatives propose, editors decide, nothing goes live unread."""
