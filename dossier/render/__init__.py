"""Views become text here: Mermaid, Markdown, problem listings and charts."""
