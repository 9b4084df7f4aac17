"""Starts the three processes, keeps them running and stops them: supervisord does the work, this says what and when."""
