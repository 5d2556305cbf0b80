"""The collecting side: what the web and documents look like."""
