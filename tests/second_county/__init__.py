"""Another county: other headers, codes, parameters and rules, by data and configuration alone."""
