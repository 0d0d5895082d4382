"""What everything else is drawn with: cells, colours, themes, digits, plots."""
