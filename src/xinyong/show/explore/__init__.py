"""The explorer: a web application on this machine, and what it answers.

``app`` puts it together; ``serving`` opens it. Bytes come in through ``guarding``, are read into
``messages``, answered by ``*_answers`` from what the rest of the program computes, or lived through by the
``runner``, one run at a time.
"""
