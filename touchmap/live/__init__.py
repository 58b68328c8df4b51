"""The live event stream: what has been committed goes out to everybody who may see it, and who is here besides."""
