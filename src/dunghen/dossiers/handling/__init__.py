"""What is done to a dossier: whose duty it is, the page that offers it, the steps, the opinions asked for."""
