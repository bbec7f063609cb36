"""What people search for without finding it: counted without a trace of who (decision 0028)."""
