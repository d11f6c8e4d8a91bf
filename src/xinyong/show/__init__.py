"""What a person looks at: tables, figures, rule books as one reads them, progress."""
