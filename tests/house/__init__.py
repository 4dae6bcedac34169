"""What holds everywhere in this repository, checked so that it stays true."""
