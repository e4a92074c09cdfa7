"""Ready workflow files for GitHub and GitLab: the templates, and the programs that stand in them."""
