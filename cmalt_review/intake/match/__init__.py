"""Matching headings to a form's sections: by number, by wording, by place."""
