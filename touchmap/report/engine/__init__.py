"""Sections of HTML in, one tagged PDF out.

``render_report(document, cache=..., limits=..., progress=...)`` in ``engine.render`` lays out every section apart, in
child processes, and links the results into one file; ``section.Section``, ``section.Document`` and
``section.page_number`` describe the input, ``limits.Limits`` its bounds, ``limits.Rendered`` the result and
``limits.ReportFailed`` the only error.
"""
