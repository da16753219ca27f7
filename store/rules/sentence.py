"""Three answers that become one good sentence: when it was, what somebody did, what changed because of it.

Words are added, and letters made small, only where the text is surely English; any other text keeps all its
letters but the very first, and gets no more than the commas and the full stop that its script uses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SPACES = re.compile(r"[^\S\n]+")
_CLOSERS = "\"'”’»)]」』"
_ENDS = ".!?…。！？।؟։။።។"
_EMOJI_PARTS = "\ufe0f\u200d\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_LOOSE = " ,;:،，、؛…"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SETTING = _words(
    "when whenever while after before during on in at as since because by with without last this "
    "yesterday today earlier once every throughout through from over amid under if though although even "
    "despite where week day thanks thank for until ahead back right just tonight monday tuesday wednesday "
    "thursday friday saturday sunday"
)
"""What a situation may begin with; before anything else comes "When"."""

_LINKS = _words(
    "so and which because thus therefore until till but with without making leaving letting helping "
    "saving giving allowing meaning keeping thanks to for now hence what while when where despite who"
)
"""What an impact may begin with; before anything else comes "so that"."""

_SUBJECTS = _words(
    "i we you he she they it nobody everyone everybody everything nothing someone somebody people there one"
)
_DETERMINERS = _words(
    "the a an my our your his her their its this that these those all some no every each both"
)
_PRAISE = _words(
    "thank thanks kudos great good nice well amazing awesome wonderful super lovely brilliant fantastic "
    "many excellent big such what how for in on at with by from to of as so and but or because if since "
    "when while after before during without hello hi dear yes"
)
"""What a text about somebody may begin with that "you" must not stand before."""

_PAST = _words(
    "was were had did made kept gave took sat told said wrote found ran sent brought came went got let "
    "stood held thought taught led put set read showed saw knew spoke drew built caught heard left lent "
    "met paid spent understood won began broke chose drove felt fell forgave grew stuck woke fought "
    "sought bought hung blew shut lost"
)
_FOREIGN_TOO = _words("was were had met held lent sent led let put set ran saw left read grew began")

_ENGLISH = _words(
    "the you your my our us and with that this but they them his she could couldn't would wouldn't what "
    "when how not didn't from after before it its everyone nobody somebody because which without i'm i'd "
    "i've yesterday today friday monday tuesday wednesday thursday week day can did thank thanks always"
)
_PERHAPS = _words("i we of to for was were is are in on at a an me had have by so do he as her")
_FOREIGN = _words(
    "der die das den dem und ich du wir ihr mit nicht ein eine einen als wie hast habe haben hat war "
    "warst ist sodass dass mir mich uns für le la les une je tu nous avec pas et est pour dans que qui el "
    "los las una y con por para cuando porque het een ik jij niet van dat toen hebt och jag att det og "
    "jeg ikke som til quando não você che ho di il per non mi ti si w z na się jest nie ja ty jak kun "
    "sinä kde"
)


class _Script(NamedTuple):
    """How a script joins clauses and ends a sentence."""

    comma: str = ", "
    stop: str = "."
    space: str = " "


_LATIN = _Script()
_SCRIPTS = {
    "HIRAGANA": _Script("、", "。", ""),
    "KATAKANA": _Script("、", "。", ""),
    "CJK": _Script("，", "。", ""),
    "ARABIC": _Script("، "),
    "DEVANAGARI": _Script(stop="।"),
    "BENGALI": _Script(stop="।"),
    "THAI": _Script(" ", ""),
    "LAO": _Script(" ", ""),
    "KHMER": _Script(" ", "។"),
    "MYANMAR": _Script("၊ ", "။"),
    "ETHIOPIC": _Script("፣ ", "።"),
    "ARMENIAN": _Script(stop="։"),
}


def sentence(situation: str, behaviour: str, impact: str) -> str:
    """One sentence of what was answered, in that order; "" when nothing was.

    "the import broke", "stayed calm", "I could finish" become "When the import broke, you stayed calm, so
    that I could finish." What somebody typed already ("when", "you", "so") is not said twice.
    """
    parts = [_tidy(part) for part in (situation, behaviour, impact)]
    if not any(parts):
        return ""
    clauses = _english(*parts) if _is_english(" ".join(parts)) else [part for part in parts if part]
    return _finished(clauses, _script("".join(parts)))


def _tidy(part: str) -> str:
    """The part without loose ends; a connecting word alone is none."""
    part = _SPACES.sub(" ", part).strip().lstrip(_LOOSE).removeprefix("..").lstrip(" .")
    return (
        "" if part.casefold().strip(_LOOSE + ".") in ("when", "you", "so", "so that", "that", "and") else part
    )


def _is_english(text: str) -> bool:
    """Whether the text is English beyond doubt."""
    letters = [c for c in text if c.isalpha()]
    if len([c for c in letters if c.isascii()]) < 0.85 * len(letters):
        return False
    tokens = [token.replace("’", "'") for token in _TOKEN.findall(text)]
    folded = [token.casefold() for token in tokens]
    acts = (token for token in tokens if token.islower() and _is_past(token))
    sure = sum(low in _ENGLISH for low in folded) + sum(act not in _FOREIGN_TOO for act in acts)
    perhaps, foreign = (sum(low in known for low in folded) for known in (_PERHAPS, _FOREIGN))
    return sure > 0 and 2 * sure + perhaps > 2 * foreign


def _is_past(word: str) -> bool:
    """Whether a word looks like what somebody did."""
    return word in _PAST or (len(word) > 4 and word.isascii() and word.endswith("ed"))


# English


def _english(situation: str, behaviour: str, impact: str) -> list[str]:
    when, did = _situation(situation), _behaviour(behaviour)
    if _first(behaviour) in ("and", "but") and situation:
        return [_small(situation), _small(behaviour), *_impact(impact, True)]
    if not behaviour and not impact:
        return [when if _first(when) in ("thank", "thanks") else f"thank you for being there {when}"]
    return [clause for clause in (when, did) if clause] + _impact(impact, bool(behaviour))


def _situation(part: str) -> str:
    first = _first(part)
    if not part or first in _SETTING:
        return _small(part)
    return f"{'during' if _is_occasion(part) else 'when'} {_small(part)}"


def _is_occasion(part: str) -> bool:
    """Whether it names an occasion, such as "the retro on Friday", and does not say what happened."""
    words = [word.casefold() for word in _TOKEN.findall(part)] or [""]
    is_name = words[0] in _DETERMINERS or (len(words) <= 2 and part.partition(" ")[0].islower())
    says_what = any(_is_past(w) or w in _SUBJECTS or w in ("is", "are", "could") for w in words)
    return is_name and not says_what and len(words) <= 6 and "[" not in part and not words[-1].endswith("s")


def _behaviour(part: str) -> str:
    if _first(part) in ("and", "but"):
        part = part.partition(" ")[2]
    first = _first(part)
    small = _small(part)
    if first in _SUBJECTS | _DETERMINERS | _PRAISE:
        return small
    is_act = _is_past(first) or first.endswith("ly") or small.partition(" ")[0].islower() or small[:1] == "["
    return f"you {small}" if is_act else small


def _impact(part: str, follows: bool) -> list[str]:
    """What changed; `follows` what somebody did, else that has to be hinted at."""
    if not part:
        return []
    first, rest = _first(part), part.partition(" ")[2]
    second = _first(rest)
    starts_clause = second in _SUBJECTS or second in _DETERMINERS
    if first == "that" and starts_clause:
        part, first = f"so {_small(part)}", "so"
    small = _small(part)
    if not follows:
        bare = re.sub(r"(?i)^(so that|so|and that|and|which)\b,? *", "", part) or part
        if _is_past(_first(bare)):
            return [f"you {_small(bare)}"]
        if _first(bare).endswith("ing"):
            return [f"thank you for {_small(bare)}"]
        return [small] if _first(bare) in _LINKS else [f"thanks to you, {_small(bare)}"]
    if first in _LINKS:
        return [small]
    if first in ("it", "this", "that"):
        return [f"and {small}"]
    return [f"which {small}" if _is_past(first) and first not in _SUBJECTS else f"so that {small}"]


def _first(part: str) -> str:
    """The first word as the lists above have it: "you" of "You're"."""
    found = part.split(None, 1)
    return found[0].casefold().strip(",;:!.").replace("’", "'").partition("'")[0] if found else ""


def _small(part: str) -> str:
    """The part with a small first letter, if its first word is one that is only ever capital at the start."""
    first = _first(part)
    usual = _SUBJECTS | _SETTING | _LINKS | _DETERMINERS | _PRAISE
    days = first.endswith("day") and first not in ("yesterday", "today", "day")
    is_usual = (first in usual or _is_past(first) or first.endswith("ly")) and first != "i" and not days
    return part[0].lower() + part[1:] if is_usual and (first == "a" or not part[:2].isupper()) else part


# Any language


def _finished(clauses: Sequence[str], script: _Script) -> str:
    """The clauses joined as their script does it, with a capital at the start and an end."""
    text = ""
    for clause in clauses:
        if not text:
            text = clause
        elif text[-1] in _ENDS and not clause[0].islower():
            text = f"{text}{script.space}{clause}"
        else:
            text = f"{text.rstrip(_LOOSE + _ENDS)}{script.comma}{clause}"
    text = text.rstrip(" ,;،，、؛")
    return _capital(text) + ("" if _is_ended(text) else script.stop)


def _capital(text: str) -> str:
    """The text with a capital first letter; a name such as "iPad", a handle or an address stays."""
    word = text.split(None, 1)[0] if text else ""
    is_plain = word == word.lower() and "://" not in word and "@" not in word
    return text[0].upper() + text[1:] if is_plain and len(text[0].upper()) == 1 else text


def _is_ended(text: str) -> bool:
    """Whether nothing is to come after it: the end of a sentence, an emoji, an address."""
    last, shown = text.rstrip(_CLOSERS)[-1:], text.rstrip(_EMOJI_PARTS)[-1:] or " "
    is_stop = bool(last) and last in _ENDS
    return is_stop or unicodedata.category(shown) == "So" or "://" in text.rsplit(None, 1)[-1]


def _script(text: str) -> _Script:
    """How the script of that text does it; kana among signs means Japanese."""
    names = [unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha()]
    names = [name.partition("-")[0] for name in names]
    known = [name for name in names if name in _SCRIPTS]
    if len(known) * 2 < len(names) or not known:
        return _LATIN
    kana = next((name for name in known if name in ("HIRAGANA", "KATAKANA")), "")
    return _SCRIPTS[kana or max(dict.fromkeys(known), key=known.count)]
