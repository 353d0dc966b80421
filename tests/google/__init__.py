"""A Google Sheets and Drive to test against: a real HTTP server on loopback, sheets in memory.

The real gspread and google-auth talk to it; only the addresses their requests go to are changed
(`loopback.py`). There is no usable emulator of these APIs elsewhere.

    with GoogleServer() as google:                      # server.py
        file = google.spreadsheet("Leads")              # a person's, shared with the robot
        person = google.person(file)                    # person.py
        book = google.connect().open_by_key(file.id)    # gspread, with a service-account file
        google.faults.add(LostReply(), on="batchUpdate")                         # faults.py
        google.script.after("values.batchGet", lambda: person.sort("Leads", "Name"))

Every request, and every reply of its own, is held against Google's discovery documents (shipped
in google-api-python-client; explicit nulls count as absent). A call, request type, function or
option it does not know is answered with a 501 and fails the test that meant to be served
(`not_emulated`). Quotas are enforced as Google has them: 60 reads and 60 writes a minute for a
user, 300 for a project; a test that calls more often gives a `Quota` of its own.

`python -m tests.google.replay ../shared/google-recordings` sends recorded traffic again and prints
how many of Google's replies come out the same; `explanations.py` lists why the others do not.

What the recordings confirm: Drive's create, get, list, copy and delete; the shape of a
spreadsheet; values get, batchGet, update, batchUpdate, append and clear with trimming, rendering,
ISO dates, simple formulas and nulls; tabs, sizes, hiding, colours, notes, merges, basic filters
without criteria, named and warning-only ranges, groups, copy and cut, and the words of a few
errors. Files that were there before a recording began are put there as new spreadsheets are.

Unconfirmed by recordings, built from documentation; `pytest -m live` (`tests/live`) asks Google:

- sorting (order of types, what moves, that row metadata stays behind); filters with criteria,
  filter views; what a merge keeps of the cells it covers;
- conditional formats, charts, tables, developer metadata: their replies, which noughts are left
  out (`outgoing.py`), and how they follow inserted, deleted and moved rows and columns;
- a table's new column names and that typing below one does not grow it (in the browser it does);
- protected ranges that refuse: the 400 and its sentence, that the owner may always edit, and that
  format rules over them may not be changed either;
- dropdowns with `strict`: that values written through the API are refused as typed ones are;
- writing beyond the grid or the given range, and reading a range that ends outside the grid: both
  are refused here, which is the harder world;
- `append` with several tables, INSERT_ROWS, and rows below the grid;
- typed values other than those above: dates with words, times, currencies, percentages, locales
  other than en_US (ten are known, others are read as en_US), numbers shown in patterns;
- formulas: that a semicolon parts arguments in every locale; a handful of functions
  (`calculation.py`); how references are rewritten (`references.py`); charts and format rules are
  never drawn or worked out;
- which parts of a chart go together (`requests/chart_rules.py`), that not all rows can be frozen,
  wildcards in MATCH;
- what an inserted row takes over from its neighbour (formats and dropdowns here);
- the order in which a batch's errors are found, and most sentences of errors;
- quotas counted in a sliding minute, with no Retry-After; the bodies of 401, 403, 429 and 5xx;
- includeSpreadsheetInResponse together with responseRanges; batchClear; spreadsheets.create.

Known to differ: widths from autoResizeDimensions are guessed; uploads, comments with content, data
filters other than metadata look-ups, insertRange and deleteRange, banding, slicers, pivot tables
and chips as values are not emulated.
"""
