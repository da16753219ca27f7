"""The people of the team: everyone, one person's card, my own card, and being away."""
