"""The words of the standard questions about people, in the six languages of residents.

Keys are stored with answers and never change; words may.
"""

LANGUAGES = ("nl", "en", "tr", "ar", "pl", "uk")

Said = tuple[str, str, str, str, str, str]

STANDARD_WORDS: dict[str, tuple[Said, dict[str, Said]]] = {
    "age": (
        (
            "Hoe oud bent u?", "How old are you?", "Kaç yaşındasınız?", "كم عمركم؟",
            "Ile mają Państwo lat?", "Скільки вам років?",
        ),
        {
            "under-25": (
                "Jonger dan 25", "Under 25", "25 yaşından küçük", "أقل من 25 سنة",
                "Poniżej 25 lat", "Менше ніж 25",
            ),
            "25-44": (
                "25 tot en met 44", "25 to 44", "25 ile 44 arası", "من 25 إلى 44 سنة",
                "Od 25 do 44 lat", "Від 25 до 44",
            ),
            "45-64": (
                "45 tot en met 64", "45 to 64", "45 ile 64 arası", "من 45 إلى 64 سنة",
                "Od 45 do 64 lat", "Від 45 до 64",
            ),
            "65-79": (
                "65 tot en met 79", "65 to 79", "65 ile 79 arası", "من 65 إلى 79 سنة",
                "Od 65 do 79 lat", "Від 65 до 79",
            ),
            "80-plus": (
                "80 of ouder", "80 or older", "80 yaşında veya daha büyük", "80 سنة أو أكثر",
                "80 lat lub więcej", "80 або більше",
            ),
        },
    ),
    "gender": (
        (
            "Wat bent u?", "Are you ...", "Cinsiyetiniz nedir?", "ما جنسكم؟",
            "Jaka jest Państwa płeć?", "Яка ваша стать?",
        ),
        {
            "woman": ("Vrouw", "A woman", "Kadın", "امرأة", "Kobieta", "Жінка"),
            "man": ("Man", "A man", "Erkek", "رجل", "Mężczyzna", "Чоловік"),
            "other": (
                "Anders", "Neither or in another way", "Başka", "غير ذلك", "Inna", "Інша",
            ),
        },
    ),
    "mother-tongue": (
        (
            "Welke taal spreekt u thuis het meest?", "Which language do you speak most at home?",
            "Evde en çok hangi dili konuşuyorsunuz?", "ما اللغة التي تتحدثونها أكثر في البيت؟",
            "Jakim językiem mówią Państwo najczęściej w domu?",
            "Якою мовою ви найчастіше розмовляєте вдома?",
        ),
        {
            "dutch": (
                "Nederlands of een Nederlands dialect", "Dutch or a Dutch dialect",
                "Hollandaca veya bir Hollanda lehçesi", "الهولندية أو إحدى لهجاتها",
                "Niderlandzkim lub dialektem niderlandzkim",
                "Нідерландською або нідерландським діалектом",
            ),
            "turkish": ("Turks", "Turkish", "Türkçe", "التركية", "Tureckim", "Турецькою"),
            "arabic": (
                "Arabisch of Berbers", "Arabic or Berber", "Arapça veya Berberice",
                "العربية أو الأمازيغية", "Arabskim lub berberyjskim",
                "Арабською або берберською",
            ),
            "slavic": (
                "Pools, Oekraïens of een andere Slavische taal",
                "Polish, Ukrainian or another Slavic language",
                "Lehçe, Ukraynaca veya başka bir Slav dili",
                "البولندية أو الأوكرانية أو لغة سلافية أخرى",
                "Polskim, ukraińskim lub innym językiem słowiańskim",
                "Польською, українською або іншою слов’янською мовою",
            ),
            "english": (
                "Engels", "English", "İngilizce", "الإنجليزية", "Angielskim", "Англійською",
            ),
            "other": (
                "Een andere taal", "Another language", "Başka bir dil", "لغة أخرى",
                "Innym językiem", "Іншою мовою",
            ),
        },
    ),
    "education": (
        (
            "Welke opleiding heeft u afgemaakt?", "Which education did you complete?",
            "Hangi eğitimi tamamladınız?", "ما التعليم الذي أتممتموه؟",
            "Jakie mają Państwo wykształcenie?", "Яку освіту ви здобули?",
        ),
        {
            "primary": (
                "Basisschool, vmbo of mavo", "Primary or lower secondary school",
                "İlkokul veya ortaokul (basisschool, vmbo, mavo)",
                "المدرسة الابتدائية أو الإعدادية (vmbo أو mavo)",
                "Podstawowe lub niższe średnie (vmbo, mavo)",
                "Початкова або неповна середня школа (vmbo, mavo)",
            ),
            "secondary": (
                "Mbo, havo of vwo", "Vocational or higher secondary school",
                "Meslek okulu veya lise (mbo, havo, vwo)",
                "التعليم المهني أو الثانوي (mbo أو havo أو vwo)",
                "Zawodowe lub średnie (mbo, havo, vwo)",
                "Професійна або повна середня освіта (mbo, havo, vwo)",
            ),
            "higher": (
                "Hbo of universiteit", "College or university",
                "Yüksekokul veya üniversite (hbo)", "الكلية أو الجامعة (hbo)",
                "Wyższe (hbo, uniwersytet)", "Вища освіта (hbo, університет)",
            ),
        },
    ),
}  # fmt: skip
WHICH_NEIGHBOURHOOD: Said = (
    "In welke wijk woont u?", "Which neighbourhood do you live in?",
    "Hangi mahallede oturuyorsunuz?", "في أي حي تسكنون؟", "W której dzielnicy Państwo mieszkają?",
    "У якому районі ви живете?",
)  # fmt: skip
ELSEWHERE: Said = (
    "Ergens anders", "Somewhere else", "Başka bir yerde", "في مكان آخر", "Gdzie indziej",
    "В іншому місці",
)  # fmt: skip
