"""The program that writes the sample papers. Start reading in `paper.py`, then `layout.py`."""
