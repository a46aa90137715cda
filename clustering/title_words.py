"""Words by which a sentence is known to be fit for a title, or not.

HONORIFICS, NO_NAMES: who and what is written with a capital
LEANING_STARTS, CHINESE_LEANING_STARTS, LEANING_WORDS, ABBREVIATIONS: what can't stand alone
SPEAKERS, AMOUNTS: what is one person's story;  RUDE: what a title doesn't repeat
The lists are our own.
"""

# Who has one of these before a name is somebody.
_HONORIFICS = """
dokter dr dhr mw mevr mevrouw meneer heer zuster broeder oom tante prof mr mrs ms miss doctor nurse
herr frau doktor bey hanım pan pani doktora
"""
HONORIFICS = frozenset(_HONORIFICS.split())

# A sentence that begins so leans on the one before it, or is only a part of one.
_LEANING_STARTS = """
dat dan die daar dit deze hij zij ze hem haar zo en maar of want dus toen daarna ook nu ja nee
terwijl zodat omdat anders eerst waar wat welke hier daardoor daarom zoals behalve volgens
met op bij in voor van aan naar tot door om over zonder tegen tijdens vooral zeker
this that these those he she they it him her then there and but or so because also now yes no
with on in at for of to from by about without during where which who if
das dann diese dieser dieses sie und aber oder denn so auch jetzt ja nein damit dadurch dazu
mit auf bei für von zu aus wo wie was wenn eine ein
bu şu ve ama sonra orada to ten ona ale i oraz więc potem це той та він вона але і тоді
"""
LEANING_STARTS = frozenset(_LEANING_STARTS.split())
# The same in Chinese, where no space tells where a word ends.
_CHINESE_LEANING_STARTS = """
但 那 畢竟 毕竟 就像 以及 而 所以 因 不過 不过 然後 然后 並 并 也 或
"""
CHINESE_LEANING_STARTS = tuple(_CHINESE_LEANING_STARTS.split())

# Whose own story a sentence tells: a title is about everybody's.
_SPEAKERS = "ik mijn m'n me ben ich mein meine mir mich i my i'm im benim ja mój moja я мій моя"
SPEAKERS = frozenset(_SPEAKERS.split())

# A sentence with one of these is mostly about a single event.
_AMOUNTS = """
twee drie vier vijf zes zeven acht negen tien elf twaalf uur uren jaar jaren weken maanden dagen
minuten two three four five six seven eight nine ten hours years weeks months days minutes
zwei drei vier fünf sechs sieben acht neun zehn stunden jahre wochen monate tage
"""
AMOUNTS = frozenset(_AMOUNTS.split())

# What points at something said before, or at nothing at all; and abbreviations that end in a dot.
_LEANING_WORDS = "dat dit hem daar er it that this das dies es"
LEANING_WORDS = frozenset(_LEANING_WORDS.split())
_ABBREVIATIONS = "bzw bijv evt evtl etc usw enz ca nr st dr bv resp inkl z b h a e g"
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())

# Written with a capital, yet nobody's name.
_CAPITALS = """
nederland nederlands nederlandse engels engelse turks turkse pools poolse arabisch arabische
oekraïens oekraïense duits duitse dutch english turkish polish arabic ukrainian german
christmas monday tuesday wednesday thursday friday saturday sunday january february march april
june july august september october november december europe european europa hollanda hollandaca
türkçe kerst pasen
"""
NO_NAMES = frozenset(_CAPITALS.split())

# People may say it; a title doesn't repeat it.
_RUDE = """
fuck fucking fucked fucker shit shitty bullshit asshole bitch crap kut klote klootzak klootzakken
godverdomme gvd eikel lul hoer scheiße scheiss scheiß arschloch siktir amk kurwa kurwy хуй блядь
"""
RUDE = frozenset(_RUDE.split())
