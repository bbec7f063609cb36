"""What anybody may propose, once their address is confirmed."""
