"""The pictures of amity: goldens of the tests and images of the README at once."""
