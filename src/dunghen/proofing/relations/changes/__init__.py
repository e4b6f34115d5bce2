"""What rose or fell, between which values, by how much and by how many per cent."""
