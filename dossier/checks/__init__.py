"""What needs the whole dossier to be judged: references, loops, coverage, dates, money, sign-offs."""
