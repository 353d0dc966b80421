"""Cell values as people write them: dates, amounts, phones, e-mails and known words.

Every reader takes an object array of cells as found and returns typed arrays with a mask of what
it could not read. Nothing is guessed: what has two readings is not read.
"""
