"""Reading and editing the files a dossier is made of, with the exact place of everything in them."""
