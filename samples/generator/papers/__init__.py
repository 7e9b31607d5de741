"""The papers: `PAPERS` of each module, in the order of the table in `README.md`."""
