"""How the checker's weights are learnt; nothing here is needed to run the program."""
