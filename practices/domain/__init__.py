"""What can be done with a sheet. Functions take keywords, check the right to act, hold the record's lock and write in one transaction."""
