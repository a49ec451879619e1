"""Pages → the tables of the document: grids, captions, joined over pages, each cell with a role."""
