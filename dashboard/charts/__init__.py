"""Plain values in, figures as Plotly takes them out; no queries, no rows."""
