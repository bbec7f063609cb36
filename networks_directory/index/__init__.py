"""What the directory searches, counts and sorts by: derived from the listings."""
