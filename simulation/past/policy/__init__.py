"""What governments did to municipalities: reforms that merged them, programmes that paid."""
