"""One command a file, named after it, and the options they share."""
