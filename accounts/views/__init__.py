"""/compte/: the account page, own data, leaving, invitations; and the doors of the back office that lead to the one sign-in."""
