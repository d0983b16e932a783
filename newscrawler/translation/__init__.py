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


_setting: str | None = None


def speak(setting: str | None) -> None:
    """Chooses the language of worded() for this process: the value of the setting LANGUAGE."""
    global _setting
    _setting = setting


def worded(sentence: str) -> str:
    """A sentence in the language of the user; an English one if there is no translation."""
    from newscrawler.translation.catalogue import language, translate  # noqa: PLC0415 - only what prints needs it

    return translate(sentence, language(_setting))
