"""The workbook for leaders."""
