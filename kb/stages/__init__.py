"""The stages of the pipeline, one module each: what joins a room of the house to the store."""
