"""Words that say nothing about a theme, per language: articles, pronouns, auxiliaries, fillers,
numbers, times of day and verbs that go with any subject.

STOPWORDS: dict of language code to frozenset of casefolded words; ALL_STOPWORDS: their union.
CJK_FUNCTION_CHARACTERS: Chinese characters that carry grammar rather than meaning.
The lists are our own; those of words that go with any subject in Turkish, Arabic, Polish and
Ukrainian are in `general_words`.
"""

from clustering.general_words import GENERAL_WORDS

_DUTCH = """
kunt hebt wilt gaat moet zult bent maakt meestal vinden erop eraan hiervan daarvan ervoor waarvan
nogal redelijk volgens waarom ermee steeds beide zowel omhoog kun doe ga krijg kom sta neem geef
geeft de het een en van in is dat die te op voor met niet zijn aan er om ook als dan maar bij nog
naar of uit door over heb hebben heeft had hadden wordt worden werd werden kan kunnen kon konden
zou zouden moeten moest moesten mag mogen mocht wil willen wilde wilden zal zullen ben was waren
geweest ik je jij jou jouw u uw hij zij ze wij we ons onze hun hen haar hem mij me mijn mezelf zelf
zich dit deze daar hier waar wat wie welke hoe wanneer toen nu al alle alles altijd nooit soms vaak
veel meer meest minder weinig heel erg zo zoals want omdat doordat zodat terwijl hoewel toch wel
geen niets iets iemand niemand men elk elke ieder iedere iedereen andere ander anders mensen goed
goede beter gaan ging gingen doet doen deed deden komt komen kwam krijgt krijgen kreeg vind vindt
vond weer eens even echt gewoon eigenlijk vooral bijvoorbeeld tot tegen tussen onder boven tijdens
zonder per na voordat nadat sinds af toe eerst laat laten maken gemaakt staat staan zit zitten ligt
liggen denk denken weet weten zien ziet zeg zeggen zegt via etc enz ervan erbij daarom daarvoor
daarmee hierdoor waardoor waarbij hiervoor dus ter ten der des nou hoor ja nee graag alleen zelfs
misschien helemaal bijna ongeveer meteen direct best slecht lang langer kort dingen ding keer zou'n
m'n z'n 'n 't 's t n s wat'n ofzo zeker genoeg vanuit binnen buiten naast waarin waarop hele
"""

_DUTCH_GENERAL = """
nul één twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig veertig vijftig
honderd duizend half halve helft eerste tweede derde laatste volgende vorige aantal
jaar jaren maand maanden week weken dag dagen uur uren uurtje minuut minuten seconde keren maal
avond avonds savonds 's-avonds nacht nachts snachts ochtend ochtends smorgens middag morgen
overdag vandaag gisteren maandag dinsdag woensdag donderdag vrijdag zaterdag zondag straks later
vroeger inmiddels eindelijk opeens ineens elkaar mekaar allemaal allebei samen apart half
helpen helpt hielp geholpen zei zeiden gezegd vragen vraag vraagt vroeg vroegen gevraagd kijken
kijkt keek kijk gekeken horen hoort hoorde gehoord houden houdt hield hou gehouden brengen brengt
bracht blijven blijft bleef bleek lopen loopt liep stond stonden lag lagen zat zaten neemt nam
nemen genomen geven gegeven gekregen gevonden gekomen gedaan gegaan leggen legt legde zetten zet
zoeken zoekt zoek snap snapt snappen weet wist wisten dacht durf durft durfde betekent gebeurt
gebeurde gebeuren begint begin begon beginnen stop stoppen hoef hoeft hoeven gebruiken gebruikt
gebruik vertellen vertelt verteld voelt voel voelde voelen probeer proberen lukt lukte zorgen
stuur sturen gestuurd stuurde stuk wou wilde wachtte noem heet heeft
idee manier plek plaats deel soort geval voorbeeld probleem nodig
nieuw nieuwe oud oude groot grote klein kleine hoge hoog laag lage mooi mooie makkelijk moeilijk
duidelijk eerlijk gelijk precies prima super fijn fijne lief lieve aardig aardige erg erge snel
sneller simpel simpele normaal normale gewone enige hetzelfde dezelfde zulke zoveel teveel zoiets
hoeveel sommige enkele verschillende nergens ergens overal anderhalf alsof zo'n puur mits desnoods
effe word maak mis jullie daarna langs pas
net gelukkig rond moment meneer mevrouw
liever graag nogmaals opnieuw terug verder dichtbij genoeg paar vol gek iedereen echte
eén éen ene elkaars juist zie zag valt viel scheelt scheelde kennen kent klaar kwijt doorheen beste
zodra totdat ineens behalve ondanks dankzij volledig bepaalde vandaar ofwel hooguit eerder
"""

_ENGLISH = """
able use used using allow take made put let lets say said see go want wants doesnt dont isnt cant
the a an and or but if of at by for with about against between into through during before after
above below to from up down in out on off over under again further then once here there when where
why how all any both each few more most other some such no nor not only own same so than too very
can will just don should now i me my myself we our ours ourselves you your yours yourself he him
his she her hers it its itself they them their theirs themselves what which who whom this that
these those am is are was were be been being have has had having do does did doing would could
ought might must shall may isn't aren't wasn't weren't don't doesn't didn't won't can't couldn't
shouldn't i'm you're it's we're they're i've you've we've they've there's that's let's because as
until while also get gets got make makes need needs like think know good better best much many
people thing things lot really even every everyone someone something nothing anything one two us
year years month months week weeks day days hour hours minute minutes night nights morning evening
three four five six seven eight nine ten half first second last next new old great big small
help helped ask asked told tell know knew look looked call called find found give given take taken
nobody nothing whole available every another tell thought feel felt come came start stop
however around since though although different several less today away almost enough usually
across along including include keep set back due become began started cannot long far little gave
else anything ever maybe perhaps probably quite sure simply actually just whether until yet
agree strongly fucking fuck shit
going still way yes please well instead without within per via etc rather already always never
often sometimes
"""

_GERMAN = """
gerade daraus welchen wichtig anstatt insbesondere jährlich sozusagen ev evtl eventuell bzgl der
die das den dem des ein eine einer eines einem einen und oder aber wenn als auch auf aus bei bis
bin bist da damit dann dass daß du durch er es für gegen hat habe haben hatte hatten ich ihr ihre
ihrer ihren ihm ihn im in ist ja jede jeder jedes jeden kann kein keine keinen können könnte
könnten man mehr mein meine mit muss müssen müsste nach nicht nichts noch nur ob ohne sehr sein
seine sich sie sind so soll sollen sollte sollten über um uns unser unsere unter vom von vor war
waren was weg weil weiter welche welcher welches wenig weniger wer werden wird wurde wurden wie
wieder will wir wo zu zum zur zwischen alle allem allen aller alles andere anderen anderer bereits
besser besonders dabei dadurch dafür daher dazu denn deren dessen dies diese diesem diesen dieser
dieses doch dort eben ebenso einfach etwa etwas ganz gar gibt geben gut gute hier hin immer jetzt
leute machen macht mal menschen möglich möglichst müßte nämlich nun schon seit selbst sofort sollt
sondern sonst statt viel viele vielen vieler während warum wäre wären weder wohl würde würden zwar
z.b bzw usw etc mehrere lassen lässt werde sowie hätte dürfen darf daran darauf davon beim ins ans
jedoch stark mir mich dir dich
"""

_TURKISH = """
ve veya ya da de bir bu şu o için ile ama fakat ancak çünkü gibi kadar daha çok en az hiç her hem
ne nasıl neden niçin niye ki mi mı mu mü ben sen biz siz onlar benim senin bizim sizin onların bana
sana bize size onlara beni seni bizi sizi onları var yok değil olan olarak olur oldu olması olsun
oluyor olmalı olmak ise eğer diye sonra önce zaman şey şeyler tüm bütün bazı kendi göre karşı doğru
üzere artık hala hâlâ bile sadece yani iyi kötü fazla böyle şöyle öyle burada orada nerede hangi
kim ediyor etmek edilmeli yapmak yapılmalı yapıyor gerek gerekir gerekiyor lazım istiyorum
istiyoruz insan insanlar biri birçok şekilde içinde dolayı nedeniyle tarafından bunu buna bunun onu
ona onun
"""

_ARABIC = """
في من على إلى الى عن مع هذا هذه ذلك تلك التي الذي الذين ما ماذا لا لم لن ليس ليست كان كانت يكون
تكون هو هي هم هن نحن أنا انا أنت انت أن ان إن إذا اذا لو قد كل بعض غير أو او و ثم بل لكن حتى منذ
عند بين بعد قبل فوق تحت كما أيضا ايضا جدا أكثر اكثر أقل يجب يمكن لدي لدينا له لها لهم لنا لي به بها
فيه فيها منه منها عليه عليها هناك هنا كيف لماذا متى أين اين الآن الان حيث لأن لان أي اي كي لكي دون
بدون خلال شيء أشياء الناس أريد نريد هل نعم يا
"""

_POLISH = """
i w we na z ze do o od po za przy przez dla bez pod nad przed między jest są był była było były być
będzie będą nie tak to ten ta te tego tej tym tych temu tę się jak co kto gdy gdzie kiedy że żeby
aby bo ale lub albo oraz czy już jeszcze tylko też także bardzo więcej mniej można może mogą mógł
trzeba musi muszą powinno powinien powinna powinny mam masz ma mamy mają miał ja ty on ona ono my
wy oni one mnie mi mój moja moje ciebie cię ci twój jego jej ich nas nam nasz nasze was wam im go
mu a więc jednak który która które których którzy każdy każda wszystko wszyscy wszystkie nic nikt
coś ktoś ludzie ludzi dobrze dobry lepiej lepszy dużo mało zawsze nigdy często tam tu teraz potem
kiedyś niż jako swój swoje u ku chce chcę chcemy bym by jeśli jeżeli ponieważ dlatego
"""

_UKRAINIAN = """
і й та в у на з із зі до від по за при через для без під над перед між є був була було були бути
буде будуть не ні так це цей ця ці цього цієї цим цих той те ті того що як хто де коли щоб бо але
або чи вже ще тільки лише також теж дуже більше менше можна може можуть треба потрібно повинен
повинна повинні я ти він вона воно ми ви вони мене мені мій моя моє тебе тобі його її їх їм нас нам
наш наша наше вас вам ваш собі себе свій своя своє який яка яке які кожен кожна все всі всіх нічого
ніхто щось хтось люди людей добре краще багато мало завжди ніколи часто там тут тепер потім ніж
якщо тому хочу хочемо про
"""

_CHINESE = """
我們 我们 你們 你们 他們 他们 她們 這個 这个 那個 那个 這些 这些 一個 一个 沒有
没有 可以 應該 应该 因為 因为 所以 但是 如果 還是 还是 就是 不是 只是 也是 都是
而是 是否 什麼 什么 怎麼 怎么 自己 大家 目前 現在 现在 需要 已經 已经 而且 或者
或是 以及 雖然 虽然 為了 为了 對於 对于 關於 关于 進行 进行 這樣 这样 那麼 这么
不會 不会 不能 很多 更多 其他 其實 其实 必須 必须 認為 认为 覺得 觉得 問題 问题
提供 使用 造成 希望 可能 並且 不要 不同
"""

STOPWORDS: dict[str, frozenset[str]] = {
    "nl": frozenset(_DUTCH.split()) | frozenset(_DUTCH_GENERAL.split()),
    "en": frozenset(_ENGLISH.split()),
    "de": frozenset(_GERMAN.split()),
    "tr": frozenset(_TURKISH.split()) | GENERAL_WORDS["tr"],
    "ar": frozenset(_ARABIC.split()) | GENERAL_WORDS["ar"],
    "pl": frozenset(_POLISH.split()) | GENERAL_WORDS["pl"],
    "uk": frozenset(_UKRAINIAN.split()) | GENERAL_WORDS["uk"],
    "zh": frozenset(_CHINESE.split()),
}

ALL_STOPWORDS: frozenset[str] = frozenset[str]().union(*STOPWORDS.values())

_NEGATIONS = """
niet geen nooit niemand niets not no never none don't doesn't isn't aren't can't won't nicht kein
keine keinen nie nichts değil yok hiç لا ليس ليست لم لن غير brak żaden nigdy не ні немає нет
"""

CJK_FUNCTION_CHARACTERS = frozenset(
    "的了是在我你他她它們们這这那不也就都而與与及或和之其以為为於于被把讓让對对從从到會会能可要有沒没"
    "很更最還还又再但若如因所則则個个一些此該该請请嗎吗呢吧啊何等並并且將将只才給给向由當当使得着著過过來来去上下中較较麼么怎"
)

# A text with one of these may say the opposite of its neighbour without it.
NEGATIONS = frozenset(_NEGATIONS.split())

# A word that often follows one of these is a noun; only for languages that write such words apart.
DETERMINERS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in (
        ("nl", "de het een mijn m'n uw ons onze hun haar zijn geen elke elk iedere per"),
        ("en", "the a an my your our their his her no each every this"),
        ("de", "der die das den dem des ein eine einen einem einer kein keine"),
    )
}

# Who is spoken of rather than what about: a title with another word says more.
_RELATIVES = """
moeder vader man vrouw zoon dochter broer zus oma opa schoonmoeder buurvrouw buurman
mother father husband wife son daughter sister brother mutter vater mann frau sohn tochter
"""
RELATIVES = frozenset(_RELATIVES.split())

# Alone these say little of a subject, but "eigen risico" and "vast aanspreekpunt" do.
_ONLY_IN_PAIRS = """
bel belt belde belden gebeld wacht gewacht niks mee mens net
eigen vast vaste open vrij thuis kapot meerdere digitale regionale psychische lichamelijke sociale
chronisch chronische jonge ziek zieke neue öffentliche own public local social fixed pro
"""
ONLY_IN_PAIRS = frozenset(_ONLY_IN_PAIRS.split())
