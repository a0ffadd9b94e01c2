"""Work for machines: APScheduler rings, our own table decides what is due."""
