"""For those who run the server: whether it is alive and ready, figures for Prometheus, a line in the log for each request and answer."""
