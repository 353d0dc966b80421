"""What only Google can confirm: run with an account of your own, on a spreadsheet for it alone.

    SHEETSYNC_LIVE_SPREADSHEET=<its address> SHEETSYNC_LIVE_KEY=key.json pytest -m live

That runs the store contract (`tests/stores/test_contract.py`, `test_undo.py`) and what lies here:
people who move rows and type between two calls of a run, and a test for each thing the emulator
(`tests/google`) takes from Google's documentation or from what seems natural. A test of these that
fails says where Google is otherwise: mend the emulator, then the store.

Without the first variable all of it is skipped. Without the second one the key is looked for as a
run looks for it. The spreadsheet must be blank and shared with the key's address as Editor;
anything in it that was not left by these tests makes them refuse it, and whatever appears in it
while they run is removed. `SHEETSYNC_LIVE_COLLEAGUE_KEY`, the key of another robot it is shared
with as Editor, adds the tests that need two accounts. All of it takes about a quarter of an hour,
nearly all of that waiting for Google's quota of 60 writes a minute.

The same tests pass on the emulator (`test_on_the_emulator.py`). Not confirmed here: what it answers
when quotas are used up, tokens end or Google fails, `append`, and filter views.
"""
