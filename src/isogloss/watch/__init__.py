"""What a service or a worker can be watched by: figures, whether it is well, and a port for whoever asks for these."""
