"""Says the program's sentences in the language of the people who read them.

Sentences are made in English, and stay English in logs, run.json and feeds. Where they are printed, translate() in
``catalogue`` finds the template that a sentence was made from, and fills its translation with the same values, which
may be sentences themselves. So sentences of earlier runs and of other machines can be translated as well.

``N_`` marks the templates. `python -m newscrawler.translation` collects them into the catalogue with Babel.
"""

from __future__ import annotations


def N_(sentence: str) -> str:  # noqa: N802 - gettext's name for a marker that translates nothing yet
    """Marks a sentence, a plain string or an f-string, for the catalogue; returns it unchanged."""
    return sentence
