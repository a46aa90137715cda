"""The statements about taking part in Turkish, Arabic, Polish and Ukrainian.

Dutch and English stand with the scales in ``participation.heard``. These are our own translations
of our own Dutch; nobody has validated them, and figures over several languages say so
(docs/languages.md). {others} stands for who is judged, in the plural and masculine where a language
asks for a choice, so that the verbs fit both kinds.
"""

from dialogue.models import Moment

# By moment, who is judged.
JUDGED: dict[str, dict[Moment, str]] = {
    "nl": {
        Moment.AFTER_ROUNDS: "De andere deelnemers",
        Moment.AFTER_ANSWER: "De mensen van het bestuur",
    },
    "en": {
        Moment.AFTER_ROUNDS: "The other participants",
        Moment.AFTER_ANSWER: "The people on the board",
    },
    "tr": {
        Moment.AFTER_ROUNDS: "Diğer katılımcılar",
        Moment.AFTER_ANSWER: "Yönetim kurulundaki kişiler",
    },
    "ar": {
        Moment.AFTER_ROUNDS: "المشاركون الآخرون",
        Moment.AFTER_ANSWER: "أعضاء الإدارة",
    },
    "pl": {
        Moment.AFTER_ROUNDS: "Inni uczestnicy",
        Moment.AFTER_ANSWER: "Członkowie zarządu",
    },
    "uk": {
        Moment.AFTER_ROUNDS: "Інші учасники",
        Moment.AFTER_ANSWER: "Члени правління",
    },
}

# By language and by the key of the statement.
STATEMENTS: dict[str, dict[str, str]] = {
    "tr": {
        "voice": "Söylemek istediğimi söyleyebildim.",
        "listened": "{others} beni iyi dinledi.",
        "themselves": "{others} daha çok kendileriyle meşguldü.",
        "my_place": "{others} kendilerini benim yerime koymaya çalıştı.",
        "insensitive": "{others} duygularımı önemsemedi.",
        "respect": "{others} beni ciddiye aldı.",
        "understood": "Birbirimizi anladık.",
        "overall": "Sonuç olarak sesimin duyulduğunu hissettim.",
        "could_join": "Benim gibi insanlar katılabildi.",
        "represented": "Bu konunun ilgilendirdiği herkesin söz hakkı vardı.",
        "fair": "Her şey adil biçimde yürüdü.",
        "open": "Her şeyin nasıl yürüdüğü açıktı.",
        "good_result": "Sonuç iyi.",
        "acceptable": "Bu sonucu kabul edebilirim.",
    },
    "ar": {
        "voice": "استطعتُ أن أقول ما أردتُ قوله.",
        "listened": "{others} أصغوا إليّ جيدًا.",
        "themselves": "{others} كانوا منشغلين بأنفسهم في الغالب.",
        "my_place": "{others} حاولوا أن يضعوا أنفسهم مكاني.",
        "insensitive": "{others} لم يراعوا مشاعري.",
        "respect": "{others} أخذوا كلامي على محمل الجد.",
        "understood": "فهم بعضنا بعضًا.",
        "overall": "بشكل عام شعرتُ بأن صوتي مسموع.",
        "could_join": "استطاع أناس مثلي أن يشاركوا.",
        "represented": "كان لكل من يعنيه الأمر صوت.",
        "fair": "جرى الأمر بعدل.",
        "open": "كان واضحًا كيف جرى الأمر.",
        "good_result": "النتيجة جيدة.",
        "acceptable": "أستطيع أن أتقبّل النتيجة.",
    },
    "pl": {
        "voice": "Udało mi się powiedzieć to, co chcę powiedzieć.",
        "listened": "{others} dobrze mnie słuchali.",
        "themselves": "{others} byli zajęci głównie sobą.",
        "my_place": "{others} próbowali wczuć się w moją sytuację.",
        "insensitive": "{others} nie liczyli się z moimi uczuciami.",
        "respect": "{others} traktowali mnie poważnie.",
        "understood": "Rozumieliśmy się nawzajem.",
        "overall": "Ogólnie mam poczucie, że mnie wysłuchano.",
        "could_join": "Ludzie tacy jak ja mogli wziąć udział.",
        "represented": "Każdy, kogo to dotyczy, miał głos.",
        "fair": "Wszystko odbyło się uczciwie.",
        "open": "Było jasne, jak to przebiegało.",
        "good_result": "Wynik jest dobry.",
        "acceptable": "Mogę zaakceptować ten wynik.",
    },
    "uk": {
        "voice": "Мені вдалося сказати те, що я хочу сказати.",
        "listened": "{others} уважно слухали мене.",
        "themselves": "{others} були зайняті переважно собою.",
        "my_place": "{others} намагалися уявити себе на моєму місці.",
        "insensitive": "{others} не зважали на мої почуття.",
        "respect": "{others} ставилися до мене серйозно.",
        "understood": "Ми розуміли одне одного.",
        "overall": "Загалом я відчуваю, що мене почули.",
        "could_join": "Такі люди, як я, могли взяти участь.",
        "represented": "Кожен, кого це стосується, мав голос.",
        "fair": "Усе відбулося чесно.",
        "open": "Було зрозуміло, як усе відбувалося.",
        "good_result": "Результат добрий.",
        "acceptable": "Я можу прийняти цей результат.",
    },
}


def statement_in(language: str, key: str, moment: Moment) -> str:
    """Give a statement in a language of these four, about who is judged at this moment.

    Empty when there is none.
    """
    said = STATEMENTS.get(language, {}).get(key, "")
    return said.format(others=JUDGED[language][moment]) if said else ""
