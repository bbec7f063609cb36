"""What somebody who has signed in may do with their networks."""
