"""What the labs without an experiment compute: activations through five layers, slopes by quotients, races downhill."""
