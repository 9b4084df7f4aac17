"""What is said: loading the editors' files of content/ and turning a directive into replies for a channel."""
