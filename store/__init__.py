"""What a team knows, decides and keeps. It has never heard of a terminal."""
