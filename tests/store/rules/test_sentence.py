"""Three answers become one good sentence: any of them, in any language, with nothing said twice."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.content import starters
from store.rules.sentence import sentence

STUCK, SAT, HOME = "I was stuck on the import", "sat down with me", "I could go home on time"


@pytest.mark.parametrize(
    ("situation", "behaviour", "impact", "whole"),
    [
        (STUCK, SAT, HOME, f"When {STUCK}, you {SAT}, so that {HOME}."),
        (STUCK, SAT, "", f"When {STUCK}, you {SAT}."),
        (STUCK, "", HOME, f"When {STUCK}, thanks to you, {HOME}."),
        ("", SAT, HOME, f"You {SAT}, so that {HOME}."),
        (STUCK, "", "", f"Thank you for being there when {STUCK}."),
        ("", SAT, "", f"You {SAT}."),
        ("", "", HOME, f"Thanks to you, {HOME}."),
        ("", "", "", ""),
        ("when", "You", "so that", ""),
        # What was typed already is not said again, whatever its capitals and full stops.
        (f"When {STUCK},", f"you {SAT},", f"so that {HOME}.", f"When {STUCK}, you {SAT}, so that {HOME}."),
        (f"{STUCK}.", f"You {SAT}.", f"So {HOME}.", f"When {STUCK}, you {SAT}, so {HOME}."),
        (
            "The import broke!",
            "STAYED calm!",
            "It worked!",
            "When the import broke, you STAYED calm, and it worked!",
        ),
        ("… the import broke …", "… you're calm …", "…", "When the import broke, you're calm …"),
        ("after the release", SAT, "", f"After the release, you {SAT}."),
        ("On Tuesday", SAT, "", f"On Tuesday, you {SAT}."),
        ("the retro on Friday", SAT, "", f"During the retro on Friday, you {SAT}."),
        ("standup", SAT, "", f"During standup, you {SAT}."),
        ("NASA called", SAT, "", f"When NASA called, you {SAT}."),
        ("A colleague left", SAT, "", f"When a colleague left, you {SAT}."),
        ("Ben was ill", "Took over his shift", "", "When Ben was ill, you took over his shift."),
        (
            "you said it would be ready",
            "and you kept your word",
            "",
            "You said it would be ready, and you kept your word.",
        ),
        # Someone else as the subject, or none at all.
        ("the import broke", "Dee stayed calm", "", "When the import broke, Dee stayed calm."),
        ("", "Thank you for staying calm", "", "Thank you for staying calm."),
        ("", "great job on the demo", "", "Great job on the demo."),
        ("", "iPad set-up went well because of you", "", "iPad set-up went well because of you."),
        # How an impact goes on.
        ("", SAT, "it saved us a day", f"You {SAT}, and it saved us a day."),
        ("", SAT, "saved us a day", f"You {SAT}, which saved us a day."),
        ("", SAT, "that I could finish", f"You {SAT}, so that I could finish."),
        ("", SAT, "which kept us from harm", f"You {SAT}, which kept us from harm."),
        ("", "", "which kept us from harm", "You kept us from harm."),
        ("", "", "so we went home", "Thanks to you, we went home."),
        ("", "", "making my week easier", "Thank you for making my week easier."),
        ("the import broke", "", "saved us a day", "When the import broke, you saved us a day."),
        # Where no full stop belongs.
        ("the import broke", "stayed calm 🎉", "", "When the import broke, you stayed calm 🎉"),
        ("", "stayed calm ❤️", "", "You stayed calm ❤️"),
        ("", "wrote https://example.org/a", "", "You wrote https://example.org/a"),
        ("", "asked “why not?”", "", "You asked “why not?”"),
        # Other languages: all letters but the first stay, and nothing is added.
        (
            "Als der Import brach",
            "bist du ruhig geblieben",
            "sodass ich heim konnte",
            "Als der Import brach, bist du ruhig geblieben, sodass ich heim konnte.",
        ),
        ("", "bliebst ruhig", "", "Bliebst ruhig."),
        ("in Berlin", "in Ruhe erklärt", "alles war gut", "In Berlin, in Ruhe erklärt, alles war gut."),
        ("Der Import brach.", "Du bliebst ruhig.", "Danke!", "Der Import brach. Du bliebst ruhig. Danke!"),
        ("quand ça a cassé", "tu es resté calme", "", "Quand ça a cassé, tu es resté calme."),
        ("cuando falló", "me ayudaste mucho", "", "Cuando falló, me ayudaste mucho."),
        ("когда импорт сломался", "ты помог", "", "Когда импорт сломался, ты помог."),
        ("导入失败的时候", "你很冷静", "我能继续工作", "导入失败的时候，你很冷静，我能继续工作。"),
        (
            "失敗した時",
            "落ち着いていました",
            "助かりました",
            "失敗した時、落ち着いていました、助かりました。",
        ),
        ("عندما تعطل", "بقيت هادئا", "", "عندما تعطل، بقيت هادئا."),
        ("जब टूटा", "तुम शांत रहे", "", "जब टूटा, तुम शांत रहे।"),
        ("ตอนล้มเหลว", "คุณใจเย็นมาก", "", "ตอนล้มเหลว คุณใจเย็นมาก"),
        ("가져오기가 실패했을 때", "차분하게 도와줬어요", "", "가져오기가 실패했을 때, 차분하게 도와줬어요."),
    ],
)
def test_a_sentence(situation: str, behaviour: str, impact: str, whole: str) -> None:
    assert sentence(situation, behaviour, impact) == whole


def test_every_starter_reads_well_whichever_of_its_parts_are_kept() -> None:
    for starter in starters():
        for keep in product((True, False), repeat=3):
            parts = (starter.situation, starter.behaviour, starter.impact)
            text = sentence(*(part if kept else "" for part, kept in zip(parts, keep, strict=True)))
            words = text.casefold().split()
            assert not text or (text[0].isupper() and text[-1] in ".]"), text
            assert all(one != two for one, two in pairwise(words)), text
        assert sentence(*parts).replace("During ", "In ").endswith(f"{starter.impact.partition(' ')[2]}.")


SCRIPTS = st.text(st.sampled_from("абвж 导入时你 あいう カ अआ तम กขค 가나 عبت .,!?…"), max_size=40)


@given(SCRIPTS, SCRIPTS, SCRIPTS)
def test_no_letter_of_another_language_is_lost_or_changed(
    situation: str, behaviour: str, impact: str
) -> None:
    def letters(text: str) -> str:
        return "".join(c for c in text.casefold() if c.isalpha())

    assert letters(sentence(situation, behaviour, impact)) == letters(situation + behaviour + impact)


ANY = st.text(max_size=30) | st.lists(
    st.sampled_from(["you", "When", "so", "that", "and", "I", "the", "stayed", "it", "…", "."]), max_size=6
).map(" ".join)


@given(ANY, ANY, ANY)
def test_whatever_is_answered_makes_a_text(situation: str, behaviour: str, impact: str) -> None:
    whole = sentence(situation, behaviour, impact)
    assert whole == whole.strip()
    assert "  " not in whole.replace("\n", "")
