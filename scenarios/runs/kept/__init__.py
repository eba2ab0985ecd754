"""What runs leave on disk: folders and who may write there, manifests, parts, tables beside."""
