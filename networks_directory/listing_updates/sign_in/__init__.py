"""Representatives sign in with a code sent by e-mail."""
