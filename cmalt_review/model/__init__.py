"""Values of the field: forms, portfolios, assignments, sheets. Pure, no input or output."""
