"""A report as a workbook for spreadsheets: values only, no formulas, charts that can be edited."""
