"""The kinds of sources: how what is set becomes something that keeps a board right."""
